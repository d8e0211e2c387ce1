// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/training_page.h"

#include "ui/contracts/file_path.h"
#include "ui/contracts/model_desk.h"
#include "ui/contracts/project_desk.h"
#include "ui/models/preferences.h"
#include "ui/pages/training/run_view.h"
#include "ui/pages/training/training_setup.h"
#include "ui/style/page_sizes.h"
#include "ui/style/tokens.h"
#include "ui/widgets/card.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/folder_chooser.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/scroll_column.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/wrapped_label.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace trutina::ui {

using contracts::textOf;
using contracts::TrainingState;

namespace {

constexpr int kShownRuns = 3;

QScrollArea* scrolling(QWidget* content) {
    QScrollArea* const scroll = scrollColumn(content);
    scroll->setFocusPolicy(Qt::NoFocus);
    return scroll;
}

} // namespace

TrainingPage::TrainingPage(const contracts::Desks& desks, Preferences& preferences, QWidget* parent)
    : QWidget(parent),
      m_desks(desks),
      m_preferences(preferences),
      m_setup(new TrainingSetup(desks, preferences)),
      m_run(new RunView(desks.training)) {
    auto* left = new QWidget;
    auto* leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, space::s, 0);
    leftColumn->setSpacing(space::m);
    leftColumn->addWidget(buildUnfinished());
    leftColumn->addWidget(m_setup, 1);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(space::s);
    columns->addWidget(scrolling(left), 2);
    columns->addWidget(scrolling(m_run), 3);
    auto* head = new QHBoxLayout;
    auto* open = new QPushButton(tr("Open a run…"));
    head->addWidget(new TextLabel(tr("Training"), TextRole::PageTitle, TextWeight::SemiBold));
    head->addStretch(1);
    head->addWidget(open);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::l, space::l, space::l);
    layout->setSpacing(space::m);
    layout->addLayout(head);
    layout->addLayout(columns, 1);

    connect(open, &QPushButton::clicked, this, &TrainingPage::chooseRun);
    connect(m_setup, &TrainingSetup::edited, this, &TrainingPage::refresh);
    connect(m_run, &RunView::startRequested, this, &TrainingPage::start);
    connect(m_run, &RunView::useRequested, this, &TrainingPage::useResult);
    connect(m_run, &RunView::backRequested, this, &TrainingPage::goBack);
    connect(&desks.training, &contracts::TrainingDesk::stateChanged, this, [this](TrainingState state) {
        m_before.reset();
        if (state == TrainingState::Finished || state == TrainingState::Stopped || state == TrainingState::Failed) {
            m_setup->takeNextFolder();
        } else if (state == TrainingState::Paused || state == TrainingState::Reading) {
            m_setup->show(m_desks.training.run().choice); // of an earlier session, perhaps
        }
        refresh();
        refreshUnfinished();
    });
    connect(&desks.model, &contracts::ModelDesk::stateChanged, this, &TrainingPage::refresh);
    connect(&preferences.recentRuns(), &RecentList::changed, this, &TrainingPage::refreshUnfinished);
    refresh();
    refreshUnfinished();
}

QWidget* TrainingPage::buildUnfinished() {
    m_unfinished = new Card;
    m_unfinished->setTitle(tr("Unfinished runs"));
    m_unfinishedRuns = m_unfinished->bodyLayout();
    m_unfinishedRuns->setSpacing(space::xs);
    return m_unfinished;
}

void TrainingPage::refreshUnfinished() {
    while (QLayoutItem* old = m_unfinishedRuns->takeAt(0)) {
        if (QWidget* widget = old->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete old;
    }
    const bool isFree = !m_desks.training.isAtWork() && m_desks.training.state() != TrainingState::Paused;
    int shown = 0;
    for (const RecentList::Entry& entry : m_preferences.recentRuns().entries()) {
        if (!isFree || shown == kShownRuns || !m_desks.training.isUnfinishedRun(entry.path)) {
            continue;
        }
        ++shown;
        auto* row = new QWidget;
        auto* layout = new QHBoxLayout(row);
        layout->setContentsMargins({});
        auto* name = new ElidedLabel(tr("%1 in %2").arg(QFileInfo(entry.path).fileName(), entry.folder), TextRole::Interface);
        name->setToolTip(entry.path);
        auto* open = new QPushButton(tr("Open"));
        open->setAccessibleName(tr("Open %1").arg(QFileInfo(entry.path).fileName()));
        layout->addWidget(name, 1);
        layout->addWidget(open);
        m_unfinishedRuns->addWidget(row);
        connect(open, &QPushButton::clicked, this, [this, path = entry.path] { openRun(path); });
    }
    m_unfinished->setVisible(shown > 0);
}

void TrainingPage::start() {
    if (!m_setup->form().problems().isEmpty()) {
        return;
    }
    m_preferences.recentRuns().add(m_setup->form().output);
    m_desks.training.start(m_setup->form().choice());
}

void TrainingPage::chooseRun() {
    const QString purpose = QStringLiteral("training");
    connect(openFolderChooser(this, tr("Open the folder of a run"), m_preferences.folderFor(purpose)), &QFileDialog::fileSelected,
            this, &TrainingPage::openRun);
}

void TrainingPage::openRun(const QString& folder) {
    m_desks.training.openRun(folder, this, [this, folder](const contracts::Outcome<contracts::Nothing>& outcome) {
        if (outcome.isProblem()) {
            m_run->message().showProblem(outcome.problem());
        } else if (outcome.isValue()) {
            m_preferences.recentRuns().add(folder);
        }
    });
}

void TrainingPage::refresh() {
    const contracts::TrainingDesk& desk = m_desks.training;
    // What belongs to a run that is not over must not be changed under it.
    m_setup->setEnabled(!desk.isAtWork() && desk.state() != TrainingState::Paused);
    QString obstacle = m_setup->form().problems().value(0);
    if (obstacle.isEmpty() && m_setup->form().usesProject && !m_desks.project.project()) {
        obstacle = tr("Open a project, or learn from files.");
    } else if (obstacle.isEmpty() && m_setup->data().pairs == 0) {
        obstacle = m_setup->form().usesProject ? tr("Vote on some items first: a vote for an answer gives pairs to learn from.")
                                               : tr("The files hold no pairs to learn from.");
    }
    m_run->setObstacle(obstacle);
    m_run->setForecast(m_setup->forecast());
    const bool canUse = desk.resultOptions(m_preferences.loadOptions({})).has_value();
    m_run->setCanUseResult(canUse);
    m_run->setInUse(isResultInUse());
}

bool TrainingPage::isResultInUse() const {
    const auto loaded = m_desks.model.loadedFrom();
    const auto result = m_desks.training.resultOptions(m_preferences.loadOptions({}));
    return loaded && result && loaded->directory == result->directory && loaded->adapter == result->adapter;
}

void TrainingPage::useResult() {
    const auto loaded = m_desks.model.loadedFrom();
    if (const auto options = m_desks.training.resultOptions(loaded.value_or(m_preferences.loadOptions({})))) {
        const auto before = loaded;
        Q_EMIT modelWanted(*options);
        m_before = before;
    }
}

/// To what was loaded before, or, where that was nothing, to what the run began with.
void TrainingPage::goBack() {
    Q_EMIT modelWanted(m_before.value_or(m_preferences.loadOptions(textOf(m_desks.training.run().choice.job.base.directory))));
}

} // namespace trutina::ui
