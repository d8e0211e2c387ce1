// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/run_view.h"

#include "ui/models/training_curves.h"
#include "ui/models/training_words.h"
#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"
#include "ui/widgets/card.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/line_chart.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/thin_progress.h"
#include "ui/widgets/wrapped_label.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace trutina::ui {

using contracts::TrainingState;

namespace {

constexpr int kChartColumns = 2;

TextLabel* muted(const QString& text) {
    return new TextLabel(text, TextRole::Label, TextWeight::Regular, ColorRole::MutedText);
}

} // namespace

RunView::RunView(contracts::TrainingDesk& desk, QWidget* parent) : QWidget(parent), m_desk(desk) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(space::m);
    column->addWidget(buildRun());
    column->addWidget(buildResult());
    column->addWidget(buildCharts(), 1);
    connect(&desk, &contracts::TrainingDesk::stateChanged, this, [this] {
        refresh();
        refreshCurves();
    });
    connect(&desk, &contracts::TrainingDesk::advanced, this, [this] {
        refresh();
        refreshCurves();
    });
    refresh();
    refreshCurves();
}

QWidget* RunView::buildRun() {
    auto* card = new Card;
    QVBoxLayout* column = card->bodyLayout();
    column->setSpacing(space::s);
    m_state = new TextLabel({}, TextRole::Answer, TextWeight::SemiBold);
    m_pace = muted({});
    auto* head = new QHBoxLayout;
    head->addWidget(m_state);
    head->addStretch(1);
    head->addWidget(m_pace);
    m_progress = new ThinProgress(tr("Progress of the run"));
    m_detail = new WrappedLabel;
    m_message = new InlineMessage;
    m_start = new QPushButton(tr("Start training"));
    m_start->setProperty("variant", QStringLiteral("go"));
    m_resume = new QPushButton(tr("Resume"));
    m_resume->setProperty("variant", QStringLiteral("go"));
    m_pause = new QPushButton(tr("Pause"));
    m_pause->setToolTip(tr("Saves a checkpoint and holds; the memory is free meanwhile"));
    m_stop = new QPushButton(tr("Stop"));
    m_stop->setToolTip(tr("Ends the run and keeps a checkpoint to go on from"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    for (QPushButton* button : {m_start, m_resume, m_pause, m_stop}) {
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    column->addLayout(head);
    column->addWidget(m_progress);
    column->addWidget(m_detail);
    column->addWidget(m_message);
    column->addLayout(buttons);
    connect(m_start, &QPushButton::clicked, this, &RunView::startRequested);
    connect(m_resume, &QPushButton::clicked, &m_desk, &contracts::TrainingDesk::resume);
    connect(m_pause, &QPushButton::clicked, &m_desk, &contracts::TrainingDesk::pause);
    connect(m_stop, &QPushButton::clicked, &m_desk, &contracts::TrainingDesk::stop);
    return card;
}

QWidget* RunView::buildCharts() {
    auto* card = new Card;
    m_empty = new TextLabel(tr("The curves of a run appear here: loss, accuracy, learning rate and gradient."),
                            TextRole::Interface, TextWeight::Regular, ColorRole::MutedText);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_chartGrid = new QWidget;
    auto* grid = new QGridLayout(m_chartGrid);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(space::xl);
    grid->setVerticalSpacing(space::xs);
    for (int i = 0; i < 4; ++i) {
        auto* title = new TextLabel({}, TextRole::Interface, TextWeight::SemiBold);
        title->setMinimumWidth(1);
        title->setContentsMargins(0, i < kChartColumns ? 0 : space::m, 0, 0);
        auto* chart = new LineChart;
        const int row = 2 * (i / kChartColumns);
        grid->addWidget(title, row, i % kChartColumns);
        grid->addWidget(chart, row + 1, i % kChartColumns);
        grid->setRowStretch(row + 1, 1);
        m_titles.append(title);
        m_charts.append(chart);
    }
    for (int column = 0; column < kChartColumns; ++column) {
        grid->setColumnStretch(column, 1);
    }
    card->bodyLayout()->addWidget(m_empty, 1);
    card->bodyLayout()->addWidget(m_chartGrid, 1);
    return card;
}

QWidget* RunView::buildResult() {
    m_result = new Card;
    m_result->setTitle(tr("Base and result"));
    QVBoxLayout* column = m_result->bodyLayout();
    column->setSpacing(space::s);
    m_verdict = new WrappedLabel({}, TextRole::Interface, TextWeight::Medium, ColorRole::Text);
    column->addWidget(m_verdict);
    m_figureGrid = new QWidget;
    auto* grid = new QGridLayout(m_figureGrid);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(space::xl);
    grid->setVerticalSpacing(space::xs);
    grid->setColumnStretch(3, 1);
    grid->addWidget(muted(tr("On the held-out pairs")), 0, 0);
    grid->addWidget(muted(tr("base")), 0, 1, Qt::AlignRight);
    grid->addWidget(muted(tr("result")), 0, 2, Qt::AlignRight);
    const QStringList rows = {tr("ranked right"), tr("loss")};
    for (int row = 0; row < rows.size(); ++row) {
        grid->addWidget(new TextLabel(rows[row]), row + 1, 0);
        for (int side = 0; side < 2; ++side) {
            auto* figure = new TextLabel({}, TextRole::Interface, side == 1 ? TextWeight::SemiBold : TextWeight::Regular);
            m_figures.append(figure);
            grid->addWidget(figure, row + 1, side + 1, Qt::AlignRight);
        }
    }
    column->addWidget(m_figureGrid);
    m_use = new QPushButton(tr("Use this model"));
    m_use->setProperty("variant", QStringLiteral("go"));
    m_back = new QPushButton(tr("Back to the base model"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    buttons->addWidget(m_use);
    buttons->addWidget(m_back);
    buttons->addStretch(1);
    column->addLayout(buttons);
    connect(m_use, &QPushButton::clicked, this, &RunView::useRequested);
    connect(m_back, &QPushButton::clicked, this, &RunView::backRequested);
    m_result->hide();
    return m_result;
}

void RunView::setObstacle(const QString& sentence) {
    m_obstacle = sentence;
    refresh();
}

void RunView::setForecast(const QString& sentence) {
    m_forecast = sentence;
    refresh();
}

void RunView::setCanUseResult(bool can) {
    m_canUse = can;
    refreshResult();
}

void RunView::setInUse(bool isResultInUse) {
    m_isInUse = isResultInUse;
    refreshResult();
}

void RunView::refresh() {
    const TrainingState state = m_desk.state();
    const contracts::TrainingRun& run = m_desk.run();
    const bool isAtWork = m_desk.isAtWork();
    const bool isHeld = state == TrainingState::Paused;
    m_state->setText(TrainingWords::state(state, run));
    m_state->setColorRole(state == TrainingState::Failed ? ColorRole::Bad : ColorRole::Text);
    const bool showsObstacle = !isAtWork && !isHeld && !m_obstacle.isEmpty();
    QString detail = TrainingWords::detail(state, run);
    if (state == TrainingState::None) {
        detail = showsObstacle ? m_obstacle : detail + QLatin1Char(' ') + m_forecast;
    }
    m_detail->setText(detail.trimmed());
    m_detail->setVisible(!m_detail->text().isEmpty());
    m_pace->setText(state == TrainingState::Running ? TrainingWords::pace(run) : QString());
    m_progress->setVisible(isAtWork || isHeld);
    m_progress->setFraction(state == TrainingState::Reading ? -1
                            : run.choice.job.steps > 0 ? static_cast<double>(run.step) / static_cast<double>(run.choice.job.steps)
                                                       : 0);
    if (state == TrainingState::Failed && run.problem) {
        m_message->showProblem(*run.problem);
    } else {
        m_message->hide();
    }
    m_start->setVisible(!isAtWork && !isHeld);
    m_start->setEnabled(m_obstacle.isEmpty());
    // The one way on stands out: to a run, and after it to its result.
    const QString variant = state == TrainingState::Finished ? QString() : QStringLiteral("go");
    if (m_start->property("variant").toString() != variant) {
        m_start->setProperty("variant", variant);
        m_start->style()->unpolish(m_start);
        m_start->style()->polish(m_start);
    }
    m_start->setToolTip(m_obstacle);
    const bool canGoOn = run.canGoOn && (isHeld || state == TrainingState::Stopped || state == TrainingState::Failed);
    m_resume->setVisible(canGoOn);
    m_resume->setText(isHeld ? tr("Resume") : tr("Go on with this run"));
    m_pause->setVisible(isAtWork);
    m_pause->setEnabled(state == TrainingState::Reading || state == TrainingState::Running);
    m_stop->setVisible(isAtWork || isHeld);
    m_stop->setEnabled(state != TrainingState::Pausing && state != TrainingState::Stopping);
    refreshResult();
}

void RunView::refreshCurves() {
    const TrainingCurves curves(m_desk.run());
    m_empty->setVisible(curves.isEmpty());
    m_chartGrid->setVisible(!curves.isEmpty());
    const QList<ChartContent> contents = {curves.loss(), curves.accuracy(), curves.learningRate(), curves.gradientNorm()};
    for (int i = 0; i < contents.size(); ++i) {
        m_titles[i]->setText(contents[i].title);
        m_charts[i]->setContent(contents[i]);
    }
}

void RunView::refreshResult() {
    const contracts::TrainingRun& run = m_desk.run();
    const bool isFinished = m_desk.state() == TrainingState::Finished;
    m_result->setVisible(isFinished);
    if (!isFinished) {
        return;
    }
    const bool isJudged = run.before && run.after && run.after->pairs > 0;
    m_verdict->setText(isJudged ? TrainingWords::verdict(run)
                                : tr("No pair was held out, so nothing can be said about pairs that were not learnt."));
    m_figureGrid->setVisible(isJudged);
    if (isJudged) {
        m_figures[0]->setText(TrainingCurves::number(run.before->accuracy, NumberStyle::Percent));
        m_figures[1]->setText(TrainingCurves::number(run.after->accuracy, NumberStyle::Percent));
        m_figures[2]->setText(TrainingCurves::number(run.before->loss, NumberStyle::Plain));
        m_figures[3]->setText(TrainingCurves::number(run.after->loss, NumberStyle::Plain));
    }
    m_use->setEnabled(m_canUse && !m_isInUse);
    m_use->setText(m_isInUse ? tr("In use") : tr("Use this model"));
    m_back->setVisible(m_isInUse);
}

} // namespace trutina::ui
