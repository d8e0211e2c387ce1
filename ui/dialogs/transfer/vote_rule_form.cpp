// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/transfer/vote_rule_form.h"

#include "ui/dialogs/transfer/number_fields.h"
#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wrapped_label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QListWidget>
#include <QRadioButton>
#include <QVBoxLayout>

#include <algorithm>

namespace trutina::ui {

namespace {
constexpr double kPercent = 100;
constexpr int kRowsShown = 4;
} // namespace

VoteRuleForm::VoteRuleForm(QWidget* parent)
    : QWidget(parent),
      m_votes(new QRadioButton(tr("Pairs come from votes"))),
      m_scores(new QRadioButton(tr("Pairs come from the scores of the model"))),
      m_voteRules(new QWidget),
      m_annotatorTitle(new TextLabel(tr("Whose votes count"), TextRole::Label, TextWeight::Medium, ColorRole::MutedText)),
      m_annotators(new QListWidget),
      m_agreement(numberField(tr("Agreement in percent"), 0, 100, 0, 5, 0, tr("any"))),
      m_weakest(new QComboBox),
      m_adjudication(new QComboBox),
      m_least(numberField(tr("Least seconds"), 0, 1e6, 0, 1, 1, tr("none"))),
      m_most(numberField(tr("Most seconds"), 0, 1e6, 0, 60, 1, tr("no limit"))),
      m_ties(new QCheckBox(tr("Write ties as two pairs, one in each direction"))),
      m_corrected(new QCheckBox(tr("An edited answer is better than the one it was made from"))),
      m_scoreRules(new QWidget),
      m_margin(numberField(tr("Margin"), 0.001, 1e6, 1, 0.25, 3)) {
    m_votes->setChecked(true);
    m_annotators->setAccessibleName(tr("Whose votes count"));
    m_annotators->setObjectName(QStringLiteral("annotators"));
    m_annotators->setProperty("framed", true);
    m_annotators->setSelectionMode(QAbstractItemView::NoSelection);
    m_weakest->addItem(tr("slightly better"), static_cast<int>(storage::Strength::Slightly));
    m_weakest->addItem(tr("better"), static_cast<int>(storage::Strength::Normal));
    m_weakest->addItem(tr("much better"), static_cast<int>(storage::Strength::Much));
    m_weakest->setAccessibleName(tr("Least strength"));
    m_weakest->setObjectName(QStringLiteral("weakest"));
    m_adjudication->addItem(tr("the adjudicated vote alone counts"), static_cast<int>(storage::AdjudicationRule::Decides));
    m_adjudication->addItem(tr("annotators' own votes count"), static_cast<int>(storage::AdjudicationRule::Ignored));
    m_adjudication->addItem(tr("it is written; what nobody settled is left out"),
                            static_cast<int>(storage::AdjudicationRule::Required));
    m_adjudication->setAccessibleName(tr("Adjudicated disagreements"));
    m_adjudication->setObjectName(QStringLiteral("adjudication"));
    m_agreement->setSuffix(tr(" %"));
    m_agreement->setObjectName(QStringLiteral("agreement"));
    m_least->setObjectName(QStringLiteral("leastSeconds"));
    m_ties->setObjectName(QStringLiteral("ties"));
    m_corrected->setObjectName(QStringLiteral("corrected"));
    m_scores->setObjectName(QStringLiteral("fromScores"));

    auto* rules = new QVBoxLayout(m_voteRules);
    rules->setContentsMargins({});
    rules->setSpacing(space::s);
    rules->addWidget(m_annotatorTitle);
    rules->addWidget(m_annotators);
    rules->addLayout(sentence(tr("Of those who judged a pair, at least"), m_agreement, tr("agree")));
    rules->addLayout(sentence(tr("Where a disagreement was settled,"), m_adjudication));
    rules->addLayout(sentence(tr("The better answer is at least"), m_weakest));
    auto* times = sentence(tr("A vote took at least"), m_least, tr("seconds and at most"));
    times->insertWidget(times->count() - 1, m_most);
    rules->addLayout(times);
    rules->addWidget(m_ties);
    rules->addWidget(m_corrected);
    rules->addWidget(new WrappedLabel(
        tr("A ranking gives each answer with every one below it. Without a vote, skipped, or all bad: left out.")));
    auto* scores = new QVBoxLayout(m_scoreRules);
    scores->setContentsMargins({});
    scores->addLayout(sentence(tr("Scores lie at least"), m_margin, tr("apart")));
    scores->addWidget(new WrappedLabel(tr("Only scores that were made alike are compared. Votes do not count.")));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(space::m);
    layout->addWidget(m_votes);
    layout->addWidget(m_voteRules);
    layout->addWidget(m_scores);
    layout->addWidget(m_scoreRules);
    m_voteRules->setContentsMargins(space::xl, 0, 0, 0);
    m_scoreRules->setContentsMargins(space::xl, 0, 0, 0);

    const auto tell = [this] {
        refresh();
        Q_EMIT changed();
    };
    connect(m_votes, &QRadioButton::toggled, this, tell);
    connect(m_annotators, &QListWidget::itemChanged, this, tell);
    for (QComboBox* box : {m_weakest, m_adjudication}) {
        connect(box, &QComboBox::currentIndexChanged, this, tell);
    }
    for (QCheckBox* box : {m_ties, m_corrected}) {
        connect(box, &QCheckBox::toggled, this, tell);
    }
    for (QDoubleSpinBox* field : {m_agreement, m_least, m_most, m_margin}) {
        connect(field, &QDoubleSpinBox::valueChanged, this, tell);
    }
    setAnnotators({});
    refresh();
}

void VoteRuleForm::setAnnotators(const std::vector<contracts::TransferAnnotator>& annotators) {
    const QSignalBlocker blocker(m_annotators);
    m_annotators->clear();
    for (const contracts::TransferAnnotator& annotator : annotators) {
        auto* item =
            new QListWidgetItem(annotator.isJudge ? tr("%1 (a judge, not a person)").arg(annotator.name) : annotator.name);
        item->setData(Qt::UserRole, annotator.name);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Checked);
        m_annotators->addItem(item);
    }
    const int rows = std::min(kRowsShown, m_annotators->count());
    m_annotators->setFixedHeight(rows * scaled(size::control) + scaled(space::m));
    // One annotator is no choice.
    m_annotators->setVisible(annotators.size() > 1);
    m_annotatorTitle->setVisible(annotators.size() > 1);
}

QStringList VoteRuleForm::chosenAnnotators() const {
    QStringList names;
    for (int row = 0; row < m_annotators->count(); ++row) {
        if (m_annotators->item(row)->checkState() == Qt::Checked) {
            names.append(m_annotators->item(row)->data(Qt::UserRole).toString());
        }
    }
    return names;
}

QString VoteRuleForm::missing() const {
    return m_votes->isChecked() && m_annotators->count() > 0 && chosenAnnotators().isEmpty()
               ? tr("Tick somebody whose votes count.")
               : QString();
}

void VoteRuleForm::fill(contracts::ExportChoice& choice) const {
    choice.scoreMargin = m_scores->isChecked() ? m_margin->value() : 0;
    if (m_scores->isChecked()) {
        return;
    }
    const QStringList names = chosenAnnotators();
    choice.annotators = names.size() == m_annotators->count() ? QStringList() : names;
    choice.agreement = m_agreement->value() / kPercent;
    choice.weakest = static_cast<storage::Strength>(m_weakest->currentData().toInt());
    choice.adjudication = static_cast<storage::AdjudicationRule>(m_adjudication->currentData().toInt());
    choice.leastSeconds = m_least->value();
    choice.mostSeconds = m_most->value();
    choice.tiesBothDirections = m_ties->isChecked();
    choice.correctedAsChosen = m_corrected->isChecked();
}

void VoteRuleForm::refresh() {
    m_voteRules->setVisible(m_votes->isChecked());
    m_scoreRules->setVisible(m_scores->isChecked());
}

} // namespace trutina::ui
