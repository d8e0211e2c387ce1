// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/score_strip_view.h"

#include "ui/pages/compare/compare_texts.h"
#include "ui/style/icons.h"
#include "ui/style/tokens.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/fade.h"
#include "ui/widgets/slot_badge.h"
#include "ui/widgets/thin_progress.h"

#include <QAction>
#include <QCoreApplication>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace trutina::ui {

namespace {

/// An icon that stands for a state; asks for its colour when it paints.
class StateIcon : public QWidget {
  public:
    StateIcon() { setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed); }
    void setName(const char* name) {
        m_name = name;
        update();
    }
    [[nodiscard]] QSize sizeHint() const override { return {scaled(size::smallIcon), scaled(size::smallIcon)}; }

  protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        painter.drawPixmap(rect(), iconPixmap(m_name, color(ColorRole::MutedText), width(), devicePixelRatioF()));
    }

  private:
    const char* m_name = "lock";
};

/// Side by side up to three; four stand two by two, more in rows of three.
int columnsFor(int slots) {
    return slots == 4 ? 2 : std::clamp(slots, 1, 3);
}

QWidget* scoreRow(const SlotScore& score, bool isCompact) {
    auto* row = new QWidget;
    auto* layout = new QVBoxLayout(row);
    layout->setContentsMargins({});
    layout->setSpacing(isCompact ? space::xs : space::s);
    auto* line = new QHBoxLayout;
    line->setSpacing(space::s);
    line->addWidget(new SlotBadge(score.slot));
    auto* rank = new TextLabel(rankText(score.rank), isCompact ? TextRole::Interface : TextRole::PageTitle, TextWeight::SemiBold);
    line->addWidget(rank);
    const QString raw = QCoreApplication::translate("ScoreStripView", "raw %1").arg(scoreText(score.raw));
    QString small =
        score.rank == 1 ? raw : QCoreApplication::translate("ScoreStripView", "%1 behind · %2").arg(scoreText(score.behind), raw);
    if (score.truncated) {
        small += QCoreApplication::translate("ScoreStripView", " · cut at the length limit");
    }
    line->addWidget(new ElidedLabel(small, TextRole::Label, TextWeight::Regular, ColorRole::MutedText), 1, Qt::AlignVCenter);
    layout->addLayout(line);
    auto* bar = new ThinProgress(QCoreApplication::translate("ScoreStripView", "Score of answer %1").arg(score.slot));
    bar->setThickness(isCompact ? size::progress : size::meter);
    bar->setSlot(score.slot);
    bar->setFraction(score.bar);
    layout->addWidget(bar);
    row->setAccessibleName(
        QCoreApplication::translate("ScoreStripView", "Answer %1: %2, %3").arg(score.slot).arg(rankText(score.rank), small));
    return row;
}

std::pair<QString, QString> verdictOf(const CompareState& state) {
    const auto margin = [&state] {
        double least = -1;
        for (const SlotScore& score : state.scores()) {
            if (score.rank > 1 && (least < 0 || score.behind < least)) {
                least = score.behind;
            }
        }
        return scoreText(std::max(0.0, least));
    };
    switch (state.agreement()) {
    case Agreement::Agrees:
        return {ScoreStripView::tr("The model agrees with you"),
                ScoreStripView::tr("Its margin is %1. Margins are raw, not probabilities.").arg(margin())};
    case Agreement::Differs:
    case Agreement::Prefers:
        return {ScoreStripView::tr("The model prefers %1").arg(state.preferredSlot()),
                ScoreStripView::tr("Its margin is %1. Margins are raw, not probabilities.").arg(margin())};
    case Agreement::NoDifference:
        return {ScoreStripView::tr("The model sees no difference"), ScoreStripView::tr("The best scores are equal.")};
    case Agreement::Unknown:
        break;
    }
    return {ScoreStripView::tr("One answer has nothing to be compared with"), {}};
}

} // namespace

ScoreStripView::ScoreStripView(QAction* open, QWidget* parent)
    : Card(parent),
      m_closed(new QWidget),
      m_closedText(new TextLabel({}, TextRole::Interface, TextWeight::Regular, ColorRole::MutedText)),
      m_open(new ActionButton(open, ButtonVariant::Whisper)),
      m_scores(new QWidget),
      m_grid(new QGridLayout),
      m_verdict(new TextLabel({}, TextRole::Label, TextWeight::SemiBold)),
      m_remark(new ElidedLabel({}, TextRole::Label, TextWeight::Regular, ColorRole::MutedText)) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto* closedRow = new QHBoxLayout(m_closed);
    m_closedIcon = new StateIcon;
    closedRow->setContentsMargins({});
    closedRow->setSpacing(space::m);
    closedRow->addWidget(m_closedIcon);
    closedRow->addWidget(m_closedText, 1);
    closedRow->addWidget(m_open);

    auto* scoresColumn = new QVBoxLayout(m_scores);
    scoresColumn->setContentsMargins({});
    scoresColumn->setSpacing(size::paragraphGap);
    m_grid->setHorizontalSpacing(space::xl);
    m_grid->setVerticalSpacing(space::m);
    scoresColumn->addLayout(m_grid);
    auto* words = new QHBoxLayout;
    words->setSpacing(space::s);
    words->addWidget(m_verdict);
    words->addWidget(m_remark, 1);
    scoresColumn->addLayout(words);
    m_scores->hide();

    bodyLayout()->addWidget(m_closed);
    bodyLayout()->addWidget(m_scores);
}

void ScoreStripView::showState(const CompareState& state) {
    if (state.strip() == ScoreStrip::Open) {
        showScores(state);
    } else {
        showClosed(state);
    }
    setAccessibleName(sentence());
}

QString ScoreStripView::sentence() const {
    return m_scores->isHidden() ? m_closedText->text() : m_verdict->text();
}

void ScoreStripView::showClosed(const CompareState& state) {
    clearRows();
    m_scores->hide();
    m_closed->show();
    setBodyPadding(size::cardPadding, space::xs);
    QString words;
    const char* iconName = "info";
    bool canOpen = true;
    switch (state.strip()) {
    case ScoreStrip::NoModel:
        words = tr("No model is loaded; everything else works.");
        break;
    case ScoreStrip::LoadingModel:
        words = tr("The model is being loaded. You can vote meanwhile.");
        break;
    case ScoreStrip::ModelFailed:
        words = tr("The model could not be loaded; everything else works.");
        break;
    case ScoreStrip::Preparing:
        words = state.isRevealed() ? tr("Scores are being prepared.")
                                   : tr("Scores are being prepared and stay closed until you vote.");
        iconName = "scale";
        break;
    case ScoreStrip::Failed:
        words = tr("This item could not be scored. %1").arg(state.failure());
        iconName = "warning";
        break;
    case ScoreStrip::ReadyClosed:
        words = tr("Scores are ready and stay closed until you vote.");
        iconName = "lock";
        break;
    case ScoreStrip::Open:
        canOpen = false;
        break;
    }
    static_cast<StateIcon*>(m_closedIcon)->setName(iconName);
    m_closedText->setText(words);
    m_open->setVisible(canOpen && !state.isRevealed() && state.hasItem());
}

void ScoreStripView::showScores(const CompareState& state) {
    const bool wasClosed = m_scores->isHidden();
    clearRows();
    m_closed->hide();
    setBodyPadding(space::l, space::m);
    const std::vector<SlotScore> scores = state.scores();
    const int columns = columnsFor(static_cast<int>(scores.size()));
    for (const SlotScore& score : scores) {
        QWidget* row = scoreRow(score, scores.size() > 2);
        const int at = score.slot - 1;
        m_grid->addWidget(row, at / columns, at % columns);
        m_rows.push_back(row);
    }
    for (int column = 0; column < columns; ++column) {
        m_grid->setColumnStretch(column, 1);
    }
    const auto [verdict, remark] = verdictOf(state);
    m_verdict->setText(verdict);
    m_remark->setText(state.scoresAreTrained() ? remark : tr("Random test weights: these scores mean nothing."));
    if (wasClosed) {
        fadeIn(m_scores);
    } else {
        m_scores->show();
    }
}

void ScoreStripView::clearRows() {
    for (QWidget* row : m_rows) {
        delete row;
    }
    m_rows.clear();
    for (int column = 0; column < m_grid->columnCount(); ++column) {
        m_grid->setColumnStretch(column, 0);
    }
}

} // namespace trutina::ui
