// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/agreement/agreement_view.h"

#include "ui/models/wording.h"
#include "ui/pages/agreement/interval_chart.h"
#include "ui/pages/compare/compare_texts.h"
#include "ui/style/tokens.h"
#include "ui/widgets/card.h"
#include "ui/widgets/scroll_column.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wrapped_label.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace trutina::ui {

using contracts::AgreementTable;

namespace {

constexpr std::size_t kShownPairs = 30;

/// In words, by what research holds to be enough (Krippendorff: .800 to rely on, .667 for tentative conclusions).
QString verdict(const engine::Coefficient& alpha) {
    if (!alpha.value) {
        return AgreementView::tr("How far annotators agree is not known yet");
    }
    const double value = *alpha.value;
    return value >= 0.8     ? AgreementView::tr("Annotators agree well enough to rely on")
           : value >= 0.667 ? AgreementView::tr("Annotators agree enough for cautious conclusions")
           : value >= 0.3   ? AgreementView::tr("Annotators agree in part")
           : value > 0.05   ? AgreementView::tr("Annotators hardly agree")
                            : AgreementView::tr("Annotators agree no more than chance would have it");
}

IntervalRow rowOf(const QString& name, const engine::Coefficient& coefficient) {
    return {name, coefficient.value, coefficient.low, coefficient.high,
            AgreementView::tr("%n item(s)", nullptr, static_cast<int>(coefficient.units))};
}

} // namespace

AgreementView::AgreementView(QWidget* parent)
    : QWidget(parent),
      m_choice(new QComboBox),
      m_headline(new TextLabel({}, TextRole::Answer, TextWeight::SemiBold)),
      m_story(new WrappedLabel),
      m_measures(new IntervalChart),
      m_pairCard(new Card),
      m_pairTitle(new TextLabel({}, TextRole::Answer, TextWeight::SemiBold)),
      m_pairs(new IntervalChart),
      m_openTitle(new TextLabel({}, TextRole::Answer, TextWeight::SemiBold)),
      m_openStory(new WrappedLabel),
      m_settle(new QPushButton(tr("Settle them"))),
      m_items(new QPushButton(tr("Show them in the queue"))) {
    m_choice->setAccessibleName(tr("Criterion and tag"));
    m_headline->setWordWrap(true);
    m_measures->setAccessibleName(tr("Measures of agreement"));
    m_pairs->setAccessibleName(tr("Agreement of each pair of annotators"));
    auto* measures = new Card;
    measures->bodyLayout()->setSpacing(space::s);
    measures->bodyLayout()->addWidget(m_headline);
    measures->bodyLayout()->addWidget(m_story);
    measures->bodyLayout()->addWidget(m_measures);
    measures->bodyLayout()->addStretch(1);
    m_pairCard->bodyLayout()->setSpacing(space::s);
    m_pairCard->bodyLayout()->addWidget(m_pairTitle);
    m_pairCard->bodyLayout()->addWidget(
        new WrappedLabel(tr("Cohen's kappa with its 95 % interval; the mark is what chance gives")));
    m_pairCard->bodyLayout()->addWidget(m_pairs);
    m_pairCard->bodyLayout()->addStretch(1);
    auto* open = new Card;
    open->bodyLayout()->setSpacing(space::s);
    open->bodyLayout()->addWidget(m_openTitle);
    open->bodyLayout()->addWidget(m_openStory);
    m_settle->setProperty("variant", QStringLiteral("go"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    buttons->addWidget(m_settle);
    buttons->addWidget(m_items);
    buttons->addStretch(1);
    open->bodyLayout()->addLayout(buttons);

    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, space::s, 0);
    column->setSpacing(space::m);
    column->addWidget(open);
    auto* row = new QHBoxLayout;
    row->setSpacing(space::m);
    row->addWidget(measures, 1);
    row->addWidget(m_pairCard, 1);
    column->addLayout(row);
    column->addStretch(1);
    QScrollArea* const scroll = scrollColumn(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(scroll);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &AgreementView::showTable);
    connect(m_settle, &QPushButton::clicked, this, &AgreementView::settleRequested);
    connect(m_items, &QPushButton::clicked, this, &AgreementView::itemsRequested);
}

QString AgreementView::headline() const {
    return m_headline->text();
}

void AgreementView::setReport(const contracts::AgreementReport& report) {
    m_report = report;
    const int kept = m_choice->currentIndex();
    m_choice->blockSignals(true);
    m_choice->clear();
    for (const AgreementTable& table : report.tables) {
        const QString criterion = table.criterion == "overall" ? tr("Overall") : fromUtf8(table.criterion);
        m_choice->addItem(table.tag.empty() ? tr("%1, all items").arg(criterion)
                                            : tr("%1, tag “%2”").arg(criterion, fromUtf8(table.tag)));
    }
    m_choice->setCurrentIndex(std::clamp(kept, 0, std::max(0, m_choice->count() - 1)));
    m_choice->blockSignals(false);
    m_choice->setVisible(m_choice->count() > 1);
    const auto settled = std::count_if(report.items.begin(), report.items.end(),
                                       [](const contracts::DisagreedItem& item) { return item.isSettled; });
    const auto open = static_cast<int>(report.items.size()) - static_cast<int>(settled);
    m_openTitle->setText(report.items.empty() ? tr("There is nothing to settle")
                         : open == 0          ? tr("Every disagreement is settled")
                                              : tr("To be settled: %n disagreement(s)", nullptr, open));
    m_openStory->setText(
        report.items.empty()
            ? tr("No item was judged differently by two annotators.")
            : tr("Annotators judged %n item(s) differently; settled so far: %1. Whoever settles one sees the votes and "
                 "notes, not the names. In exports, what was settled decides.",
                 nullptr, static_cast<int>(report.items.size()))
                  .arg(Wording::count(settled)));
    m_settle->setText(open > 0 ? tr("Settle them") : tr("Look at them again"));
    m_settle->setVisible(!report.items.empty());
    m_items->setVisible(!report.items.empty());
    showTable(m_choice->currentIndex());
}

void AgreementView::showTable(int index) {
    if (index < 0 || index >= static_cast<int>(m_report.tables.size())) {
        m_headline->setText(verdict({}));
        m_story->setText(tr("Nobody has judged anything yet."));
        m_measures->setRows({});
        m_pairs->setRows({});
        m_pairCard->hide();
        return;
    }
    const AgreementTable& table = m_report.tables[static_cast<std::size_t>(index)];
    m_headline->setText(verdict(table.alpha));
    m_story->setText(table.judgedTwice == 0
                         ? tr("No item was judged by two annotators. Merge another annotator's project, or let somebody "
                              "else judge the same items.")
                         : tr("%1 of %2 items judged by two or more have different judgements. The bars are 95 % intervals; the "
                              "mark is what chance gives.")
                               .arg(Wording::count(table.disagreeing), Wording::count(table.judgedTwice)));
    std::vector<IntervalRow> rows;
    if (table.judgedTwice > 0) {
        rows.push_back(rowOf(tr("Krippendorff's alpha"), table.alpha));
        rows.push_back(rowOf(tr("Fleiss' kappa"), table.fleissKappa));
        if (table.ordinalAlpha.units > 0) {
            rows.push_back(rowOf(tr("Alpha of strength, by rank"), table.ordinalAlpha));
            rows.push_back(rowOf(tr("Alpha of strength, by distance"), table.intervalAlpha));
        }
    }
    m_measures->setRows(std::move(rows));
    std::vector<IntervalRow> pairs;
    for (const contracts::AnnotatorPair& pair : table.pairs) {
        if (pairs.size() == kShownPairs) {
            break;
        }
        IntervalRow row = rowOf(tr("%1 and %2").arg(fromUtf8(pair.first), fromUtf8(pair.second)), pair.kappa);
        row.remark = tr("same on %1 of %2").arg(Wording::count(pair.same), Wording::count(pair.overlap));
        pairs.push_back(row);
    }
    m_pairTitle->setText(
        table.pairs.size() > pairs.size()
            ? tr("Pairs of annotators, the %1 with most items in common").arg(Wording::count(static_cast<qint64>(pairs.size())))
            : tr("Pairs of annotators"));
    m_pairCard->setVisible(!pairs.empty());
    m_pairs->setRows(std::move(pairs));
}

} // namespace trutina::ui
