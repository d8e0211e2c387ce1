// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/shell/main_window.h"

#include "ui/contracts/care_desk.h"
#include "ui/contracts/file_path.h"
#include "ui/contracts/model_desk.h"
#include "ui/contracts/scoring_desk.h"
#include "ui/contracts/training_desk.h"
#include "ui/contracts/transfer_desk.h"
#include "ui/dialogs/dialog_frame.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/dialogs/item_editor_dialog.h"
#include "ui/dialogs/merge_dialog.h"
#include "ui/dialogs/new_project_dialog.h"
#include "ui/dialogs/settings_dialog.h"
#include "ui/models/preferences.h"
#include "ui/pages/agreement/agreement_page.h"
#include "ui/pages/compare/compare_page.h"
#include "ui/pages/dataset/dataset_page.h"
#include "ui/pages/doctor/doctor_page.h"
#include "ui/pages/models/models_page.h"
#include "ui/pages/queue/queue_page.h"
#include "ui/pages/shell/demo_banner.h"
#include "ui/pages/shell/hairline.h"
#include "ui/pages/shell/key_overlay.h"
#include "ui/pages/shell/rail.h"
#include "ui/pages/shell/start_page.h"
#include "ui/pages/shell/status_strip.h"
#include "ui/pages/shell/top_bar.h"
#include "ui/pages/training/training_page.h"
#include "ui/style/page_sizes.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/wrapped_label.h"

#include <QAction>
#include <QClipboard>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QImage>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include <utility>

namespace trutina::ui {

using contracts::ModelState;
using contracts::Nothing;
using contracts::Outcome;
using storage::ItemId;

namespace {

constexpr auto kGeometry = "window.geometry";
constexpr auto kProjects = "projects";
constexpr int kTextStep = 10;

ThemeChoice choiceOf(ThemePreference preference) {
    switch (preference) {
    case ThemePreference::Light:
        return ThemeChoice::Light;
    case ThemePreference::Dark:
        return ThemeChoice::Dark;
    case ThemePreference::System:
        break;
    }
    return ThemeChoice::System;
}

} // namespace

MainWindow::MainWindow(const contracts::Desks& desks, Preferences& preferences, QString logFile, QString demoModel,
                       QWidget* parent)
    : QMainWindow(parent),
      m_desks(desks),
      m_preferences(preferences),
      m_logFile(std::move(logFile)),
      m_demo(std::move(demoModel)),
      m_jobs(desks),
      m_top(new TopBar),
      m_rail(new Rail),
      m_topLine(new Hairline(Qt::Horizontal)),
      m_railLine(new Hairline(Qt::Vertical)),
      m_statusLine(new Hairline(Qt::Horizontal)),
      m_message(new InlineMessage),
      m_banner(new DemoBanner(desks, m_demo, preferences)),
      m_stack(new QStackedWidget) {
    applyAppearance();
    setAcceptDrops(true);
    setWindowIcon(QIcon(QStringLiteral(":/trutina/icons/trutina.svg")));
    m_compare = new ComparePage(desks);
    m_queue = new QueuePage(desks, preferences);
    m_dataset = new DatasetPage(desks);
    m_doctor = new DoctorPage(desks);
    m_agreement = new AgreementPage(desks);
    m_models = new ModelsPage(desks, preferences, m_jobs, m_demo);
    m_training = new TrainingPage(desks, preferences);
    m_start = new StartPage(preferences.recentProjects());
    m_status = new StatusStrip(desks, m_jobs, m_demo);
    for (QWidget* page :
         std::initializer_list<QWidget*>{m_compare, m_queue, m_dataset, m_doctor, m_agreement, m_models, m_training, m_start}) {
        m_stack->addWidget(page);
    }

    auto* pages = new QVBoxLayout;
    pages->setSpacing(0);
    for (InlineMessage* message : std::initializer_list<InlineMessage*>{m_banner, m_message}) {
        auto* host = new QWidget;
        auto* row = new QVBoxLayout(host);
        row->setContentsMargins(space::l, space::m, space::l, 0);
        row->addWidget(message);
        // The gap above a message exists only with the message.
        host->hide();
        message->installEventFilter(this);
        pages->addWidget(host);
    }
    pages->addWidget(m_stack, 1);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_rail);
    middle->addWidget(m_railLine);
    middle->addLayout(pages, 1);
    auto* central = new QWidget;
    auto* layout = new QVBoxLayout(central);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_top);
    layout->addWidget(m_topLine);
    layout->addLayout(middle, 1);
    layout->addWidget(m_statusLine);
    layout->addWidget(m_status);
    setCentralWidget(central);

    makeActions();
    makeMenu();
    m_overlay = new KeyOverlay(m_keys, this);
    const auto keyOf = [this](Command command) { return KeyMap::keyTexts(m_keys.entry(command)).value(0); };
    const auto addPlace = [&](Place place, const char* iconName, Command command) {
        m_rail->addPlace(static_cast<int>(place), iconName, m_keys.entry(command).title, keyOf(command));
    };
    addPlace(Place::Compare, "scale", Command::ComparePage);
    addPlace(Place::Queue, "list", Command::QueuePage);
    addPlace(Place::Dataset, "database", Command::DatasetPage);
    addPlace(Place::Doctor, "search", Command::DoctorPage);
    addPlace(Place::Agreement, "chart", Command::AgreementPage);
    addPlace(Place::Models, "cube", Command::ModelsPage);
    addPlace(Place::Training, "curve", Command::TrainingPage);
    m_rail->addAtBottom("gear", tr("Settings"), keyOf(Command::Settings));
    connectPages();
    restoreView();
    refreshProject();
    goTo(m_desks.project.project() ? Place::Compare : Place::Start);
}

MainWindow::~MainWindow() = default;

QAction* MainWindow::action(Command command) const {
    return m_actions.value(command);
}

void MainWindow::makeActions() {
    const auto make = [this](Command command, std::function<void()> run) {
        const CommandEntry& entry = m_keys.entry(command);
        auto* made = new QAction(entry.title, this);
        made->setShortcuts(entry.keys);
        connect(made, &QAction::triggered, this, [run = std::move(run)] { run(); });
        addAction(made);
        m_actions.insert(command, made);
        return made;
    };
    make(Command::NewProject, [this] { newProject(); });
    make(Command::OpenProject, [this] { chooseProject(); });
    make(Command::OpenSample, [this] { Q_EMIT sampleRequested(); });
    make(Command::Import, [this] { importFile(); });
    make(Command::Export, [this] { exportProject(); });
    make(Command::MergeProject, [this] { mergeProject(); });
    make(Command::CloseProject, [this] { m_desks.project.closeProject(); });
    make(Command::Settings, [this] { showSettings(); })->setMenuRole(QAction::PreferencesRole);
    make(Command::Quit, [this] { close(); })->setMenuRole(QAction::QuitRole);
    make(Command::Undo, [this] { step(false); });
    make(Command::Redo, [this] { step(true); });
    make(Command::NewItem, [this] { newItem(); });
    make(Command::EditItem, [this] { editItem(currentItem()); });
    make(Command::RemoveItem, [this] { removeItems(m_queue->selectedItems()); });
    make(Command::PastePicture, [this] { pastePicture(); });
    make(Command::Find, [this] {
        goTo(Place::Queue);
        m_queue->focusSearch();
    });
    make(Command::ComparePage, [this] { goTo(Place::Compare); });
    make(Command::QueuePage, [this] { goTo(Place::Queue); });
    make(Command::DatasetPage, [this] { goTo(Place::Dataset); });
    make(Command::DoctorPage, [this] { goTo(Place::Doctor); });
    make(Command::AgreementPage, [this] { goTo(Place::Agreement); });
    make(Command::ModelsPage, [this] { goTo(Place::Models); });
    make(Command::TrainingPage, [this] { goTo(Place::Training); });
    QAction* focus = make(Command::FocusView, [] {});
    focus->setCheckable(true);
    connect(focus, &QAction::toggled, this, &MainWindow::setFocusView);
    QAction* markdown = make(Command::Markdown, [] {});
    markdown->setCheckable(true);
    markdown->setChecked(m_preferences.showsMarkdown());
    connect(markdown, &QAction::toggled, &m_preferences, &Preferences::setShowsMarkdown);
    connect(&m_preferences, &Preferences::readingChanged, markdown,
            [this, markdown] { markdown->setChecked(m_preferences.showsMarkdown()); });
    make(Command::LargerText, [this] { changeTextSize(kTextStep); });
    make(Command::SmallerText, [this] { changeTextSize(-kTextStep); });
    make(Command::ChooseModel, [this] {
        goTo(Place::Models);
        m_models->chooseFolder();
    });
    make(Command::ScoreAll, [this] {
        m_desks.scoring.scoreAll(this, [this](const Outcome<int>& outcome) {
            if (outcome.isProblem()) {
                showProblem(outcome.problem());
            } else if (outcome.isValue()) {
                showNotice(outcome.value() > 0 ? tr("Scored %n item(s).", nullptr, outcome.value())
                                               : tr("Every item has its scores already."));
            }
        });
    });
    make(Command::OpenRun, [this] {
        goTo(Place::Training);
        m_training->chooseRun();
    });
    make(Command::CancelJobs, [this] { m_jobs.cancelCurrent(); });
    make(Command::Keys, [this] { m_overlay->toggle(); });
    make(Command::ShowLog, [this] {
        QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(m_logFile).absolutePath()));
    })->setEnabled(!m_logFile.isEmpty());
    make(Command::About, [this] { showDialog(new AboutDialog(this)); })->setMenuRole(QAction::AboutRole);
}

void MainWindow::makeMenu() {
    m_menu = new QMenu(this);
    const auto submenu = [this](CommandGroup group) { return m_menu->addMenu(KeyMap::groupTitle(group)); };
    const auto add = [this](QMenu* menu, std::initializer_list<Command> commands) {
        for (const Command command : commands) {
            menu->addAction(m_actions.value(command));
        }
    };
    QMenu* project = submenu(CommandGroup::Project);
    add(project, {Command::NewProject, Command::OpenProject});
    m_recentMenu = project->addMenu(tr("Open recent"));
    add(project, {Command::OpenSample});
    project->addSeparator();
    add(project, {Command::Import, Command::Export, Command::MergeProject});
    project->addSeparator();
    add(project, {Command::CloseProject});

    QMenu* edit = submenu(CommandGroup::Edit);
    add(edit, {Command::Undo, Command::Redo});
    edit->addSeparator();
    add(edit, {Command::NewItem, Command::EditItem, Command::RemoveItem, Command::PastePicture});
    edit->addSeparator();
    add(edit, {Command::Find});

    QMenu* view = submenu(CommandGroup::View);
    add(view, {Command::ComparePage, Command::QueuePage, Command::DatasetPage, Command::DoctorPage, Command::AgreementPage,
               Command::ModelsPage, Command::TrainingPage});
    view->addSeparator();
    add(view, {Command::Markdown});
    view->addActions(m_compare->viewActions());
    view->addSeparator();
    add(view, {Command::LargerText, Command::SmallerText, Command::FocusView});

    // The Compare page takes its keys itself; its actions carry them for the menu to show.
    submenu(CommandGroup::Go)->addActions(m_compare->itemActions());
    submenu(CommandGroup::Vote)->addActions(m_compare->voteActions());
    submenu(CommandGroup::Video)->addActions(m_compare->videoActions());

    QMenu* model = submenu(CommandGroup::Model);
    add(model, {Command::ChooseModel, Command::ScoreAll, Command::OpenRun, Command::CancelJobs});
    m_menu->addSeparator();
    QMenu* help = submenu(CommandGroup::Help);
    add(help, {Command::Keys, Command::ShowLog, Command::About});
    m_menu->addSeparator();
    add(m_menu, {Command::Settings, Command::Quit});
    m_top->setMenu(m_menu);
    auto* open = new QShortcut(QKeySequence(Qt::Key_F10), this);
    connect(open, &QShortcut::activated, m_top, &TopBar::openMenu);
    connect(&m_preferences.recentProjects(), &RecentList::changed, this, &MainWindow::refreshRecent);
    refreshRecent();
}

void MainWindow::connectPages() {
    connect(m_rail, &Rail::placeChosen, this, [this](int id) { goTo(static_cast<Place>(id)); });
    connect(m_rail, &Rail::bottomChosen, this, &MainWindow::showSettings);
    connect(m_status, &StatusStrip::modelClicked, this, [this] { goTo(Place::Models); });

    connect(m_start, &StartPage::newRequested, this, &MainWindow::newProject);
    connect(m_start, &StartPage::openRequested, this, &MainWindow::chooseProject);
    connect(m_start, &StartPage::sampleRequested, this, &MainWindow::sampleRequested);
    connect(m_start, &StartPage::projectRequested, this, [this](const QString& file) { openProject(file); });

    connect(m_compare, &ComparePage::keysRequested, m_overlay, &KeyOverlay::toggle);
    connect(m_compare, &ComparePage::openProjectRequested, this, &MainWindow::chooseProject);
    connect(m_compare, &ComparePage::createProjectRequested, this, &MainWindow::newProject);
    connect(m_compare, &ComparePage::addItemRequested, this, [this] { newItem(); });
    connect(m_compare, &ComparePage::importRequested, this, [this] { importFile(); });
    connect(m_compare, &ComparePage::exportRequested, this, &MainWindow::exportProject);
    connect(m_compare, &ComparePage::said, this, &MainWindow::showNotice);
    connect(m_compare, &ComparePage::currentItemChanged, this, [this](ItemId item) {
        m_queue->showItem(item);
        m_banner->setItem(m_place == Place::Compare ? item : ItemId());
        refreshActions();
    });
    m_banner->setAction(tr("Choose a model…"), [this] { action(Command::ChooseModel)->trigger(); });
    connect(m_training, &TrainingPage::modelWanted, this,
            [this](const engine::LoadOptions& options) { m_models->use(options, true); });
    connect(&m_desks.training, &contracts::TrainingDesk::stateChanged, this, [this] {
        if (!m_closesAfterTraining || m_desks.training.isAtWork()) {
            return;
        }
        m_closesAfterTraining = false;
        if (m_desks.training.state() == contracts::TrainingState::Failed) {
            goTo(Place::Training); // the state may not have been saved: the page says why
        } else {
            close();
        }
    });

    const auto open = [this](ItemId item) {
        if (item.isValid()) {
            m_compare->showItem(item);
            goTo(Place::Compare);
        }
    };
    connect(m_queue, &QueuePage::openRequested, this, open);
    connect(m_queue, &QueuePage::editRequested, this, &MainWindow::editItem);
    connect(m_queue, &QueuePage::removeRequested, this, &MainWindow::removeItems);
    connect(m_queue, &QueuePage::newItemRequested, this, [this] { newItem(); });
    connect(m_queue, &QueuePage::importRequested, this, [this] { importFile(); });
    connect(m_queue, &QueuePage::scoreAllRequested, action(Command::ScoreAll), &QAction::trigger);
    connect(m_queue, &QueuePage::currentChanged, this, &MainWindow::refreshActions);

    connect(m_dataset, &DatasetPage::importRequested, this, [this] { importFile(); });
    connect(m_dataset, &DatasetPage::mergeRequested, this, [this] { mergeProject(); });
    connect(m_doctor, &DoctorPage::itemsRequested, this, &MainWindow::showInQueue);
    connect(m_doctor, &DoctorPage::undoRequested, this, [this] { step(false); });
    connect(m_agreement, &AgreementPage::itemsRequested, this, &MainWindow::showInQueue);
    connect(m_agreement, &AgreementPage::mergeRequested, this, [this] { mergeProject(); });
    connect(m_dataset, &DatasetPage::exportRequested, this, &MainWindow::exportProject);
    connect(m_dataset, &DatasetPage::newItemRequested, this, [this] { newItem(); });
    connect(m_dataset, &DatasetPage::undoRequested, this, [this] { step(false); });
    connect(m_dataset, &DatasetPage::redoRequested, this, [this] { step(true); });
    connect(m_dataset, &DatasetPage::itemRequested, this, open);

    auto& project = m_desks.project;
    connect(&project, &contracts::ProjectDesk::projectOpened, this, [this](const storage::ProjectInfo& info) {
        const QString file = QString::fromStdString(info.file.string());
        m_preferences.recentProjects().add(file);
        m_preferences.setLastProject(file);
        if (std::exchange(m_isOpeningProblemShown, false)) {
            m_message->hide();
        }
        refreshProject();
        if (m_place == Place::Start) {
            goTo(Place::Compare);
        }
        if (info.readOnly) {
            m_message->setAction({}, {});
            m_message->showMessage(MessageKind::Info, tr("This project can only be read here. Votes cannot be stored."));
        }
    });
    connect(&project, &contracts::ProjectDesk::projectClosed, this, [this] {
        m_preferences.setLastProject({});
        refreshProject();
        if (m_place != Place::Models && m_place != Place::Training) {
            goTo(Place::Start);
        }
    });
    connect(&project, &contracts::ProjectDesk::projectChanged, this, &MainWindow::refreshProject);
    connect(&project, &contracts::ProjectDesk::journalChanged, this, &MainWindow::refreshJournal);
    connect(&m_desks.model, &contracts::ModelDesk::stateChanged, this, [this](ModelState state) {
        refreshActions();
        const auto problem = m_desks.model.problem();
        if (state == ModelState::Failed && problem && m_place != Place::Models) {
            showProblem(*problem);
            m_message->setAction(tr("Models"), [this] {
                m_message->hide();
                goTo(Place::Models);
            });
        }
    });
    connect(&m_jobs, &JobListModel::currentChanged, this, &MainWindow::refreshActions);

    const auto applyReading = [this] {
        m_compare->setShowsMarkdown(m_preferences.showsMarkdown());
        m_compare->setPickConfirms(m_preferences.pickConfirms());
    };
    const auto applyScoring = [this] {
        m_desks.scoring.setSettings({m_preferences.hdNum(), m_preferences.maxLength(), m_preferences.frameLabels()});
    };
    connect(&m_preferences, &Preferences::readingChanged, this, applyReading);
    connect(&m_preferences, &Preferences::scoringChanged, this, applyScoring);
    connect(&m_preferences, &Preferences::cachesChanged, this,
            [this] { m_desks.model.setPrefixCacheBudget(m_preferences.prefixCacheBytes()); });
    connect(&m_preferences, &Preferences::appearanceChanged, this, &MainWindow::applyAppearance);
    applyReading();
    applyScoring();
}

void MainWindow::restoreView() {
    setMinimumSize(size::smallestWindowWidth, size::smallestWindowHeight);
    const QByteArray geometry = m_preferences.viewState(QString::fromLatin1(kGeometry));
    if (geometry.isEmpty() || !restoreGeometry(geometry)) {
        resize(size::windowWidth, size::windowHeight);
    }
}

void MainWindow::applyAppearance() {
    Theme::instance().setChoice(choiceOf(m_preferences.theme()));
    Theme::instance().setTextSize(m_preferences.textSize());
}

void MainWindow::goTo(Place place) {
    const bool hasProject = m_desks.project.project().has_value();
    if (!hasProject && place != Place::Models && place != Place::Training) {
        place = Place::Start;
    }
    m_place = place;
    m_stack->setCurrentIndex(static_cast<int>(place));
    m_rail->setCurrent(static_cast<int>(place));
    const QHash<Place, QString> names = {{Place::Compare, tr("Compare")},     {Place::Queue, tr("Queue")},
                                         {Place::Dataset, tr("Dataset")},     {Place::Doctor, tr("Doctor")},
                                         {Place::Agreement, tr("Agreement")}, {Place::Models, tr("Models")},
                                         {Place::Training, tr("Training")}};
    m_top->setPlace(names.value(place));
    m_banner->setItem(place == Place::Compare ? m_compare->currentItem() : ItemId());
    refreshActions();
    if (QWidget* page = m_stack->currentWidget(); !page->isAncestorOf(focusWidget())) {
        page->setFocus(Qt::OtherFocusReason);
        if (place == Place::Queue) {
            m_queue->focusTable();
        }
    }
}

void MainWindow::refreshProject() {
    const auto project = m_desks.project.project();
    const QString name = project ? QString::fromStdString(project->name) : QString();
    m_top->setProject(name);
    m_top->setCounts(project ? project->counts : storage::ItemCounts{});
    setWindowTitle(project ? tr("%1 – Trutina").arg(name) : tr("Trutina"));
    refreshActions();
    refreshJournal();
}

void MainWindow::refreshActions() {
    const auto project = m_desks.project.project();
    const bool canChange = project && !project->readOnly;
    const auto enable = [this](Command command, bool enabled) { action(command)->setEnabled(enabled); };
    for (const Command command : {Command::CloseProject, Command::ComparePage, Command::QueuePage, Command::DatasetPage,
                                  Command::DoctorPage, Command::AgreementPage, Command::Find}) {
        enable(command, project.has_value());
    }
    enable(Command::Import, canChange);
    enable(Command::NewItem, canChange);
    enable(Command::MergeProject, canChange);
    enable(Command::Export, project && project->counts.all > 0);
    enable(Command::EditItem, canChange && currentItem().isValid());
    enable(Command::RemoveItem, canChange && m_place == Place::Queue && m_queue->currentItem().isValid());
    enable(Command::ScoreAll, project && project->counts.all > 0 && m_desks.model.state() == ModelState::Ready);
    enable(Command::CancelJobs, m_jobs.current().has_value());
}

void MainWindow::refreshJournal() {
    const storage::JournalState state = m_desks.project.journalState();
    const auto apply = [this](Command command, const std::string& words) {
        const QString title = m_keys.entry(command).title;
        action(command)->setText(words.empty() ? title : tr("%1: %2").arg(title, QString::fromStdString(words)));
        action(command)->setEnabled(!words.empty() && m_desks.project.project().has_value());
    };
    apply(Command::Undo, state.undoText);
    apply(Command::Redo, state.redoText);
}

void MainWindow::refreshRecent() {
    m_recentMenu->clear();
    for (const RecentList::Entry& entry : m_preferences.recentProjects().entries()) {
        QAction* recent = m_recentMenu->addAction(entry.name);
        recent->setToolTip(entry.path);
        recent->setEnabled(entry.isPresent);
        connect(recent, &QAction::triggered, this, [this, path = entry.path] { openProject(path); });
    }
    m_recentMenu->setEnabled(!m_recentMenu->isEmpty());
}

template <typename Dialog>
Dialog* MainWindow::showDialog(Dialog* dialog) {
    if (m_dialog != nullptr) {
        m_dialog->close();
    }
    m_dialog = dialog;
    dialog->open();
    return dialog;
}

void MainWindow::openProject(const QString& file, bool takeOverLock) {
    m_desks.project.openProject(file, takeOverLock, this, [this, file](const Outcome<storage::ProjectInfo>& outcome) {
        if (!outcome.isProblem()) {
            return;
        }
        showProblem(outcome.problem());
        m_isOpeningProblemShown = true;
        if (outcome.problem().code == QLatin1String("project.in_use")) {
            m_message->setAction(tr("Open anyway"), [this, file] {
                m_message->hide();
                openProject(file, true);
            });
        } else if (!QFileInfo::exists(file)) {
            m_message->setAction(tr("Forget it"), [this, file] {
                m_message->hide();
                m_preferences.recentProjects().remove(file);
            });
        }
    });
}

void MainWindow::newProject() {
    showDialog(new NewProjectDialog(m_desks.project, m_preferences, this));
}

void MainWindow::chooseProject() {
    const QString purpose = QString::fromLatin1(kProjects);
    auto* dialog =
        new QFileDialog(this, tr("Open a project"), m_preferences.folderFor(purpose), tr("Trutina projects (*.trutina)"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this, purpose](const QString& file) {
        m_preferences.setFolderFor(purpose, QFileInfo(file).absolutePath());
        openProject(file);
    });
    showDialog(dialog);
}

void MainWindow::importFile(const QString& file) {
    if (!action(Command::Import)->isEnabled()) {
        showNotice(tr("Open or create a project first."));
        return;
    }
    auto* dialog = showDialog(new ImportDialog(m_desks.transfer, m_preferences, this));
    connect(dialog, &ImportDialog::imported, m_dataset, &DatasetPage::showImportReport);
    if (!file.isEmpty()) {
        dialog->setFile(file);
    }
}

void MainWindow::exportProject() {
    const auto project = m_desks.project.project();
    if (!project) {
        return;
    }
    auto* dialog = showDialog(new ExportDialog(m_desks.transfer, m_preferences, QString::fromStdString(project->name), this));
    connect(dialog, &ExportDialog::exported, m_dataset, &DatasetPage::showExportReport);
}

void MainWindow::mergeProject(const QString& file) {
    if (!action(Command::MergeProject)->isEnabled()) {
        showNotice(tr("Open or create a project first."));
        return;
    }
    auto* dialog = showDialog(new MergeDialog(m_desks.care, m_preferences, this));
    connect(dialog, &MergeDialog::merged, m_dataset, &DatasetPage::showMergeReport);
    connect(dialog, &MergeDialog::merged, this, [this] {
        if (m_place == Place::Agreement && !m_agreement->isSettling()) {
            m_agreement->read();
        }
    });
    if (!file.isEmpty()) {
        dialog->setFile(file);
    }
}

void MainWindow::showInQueue(const std::vector<ItemId>& items, const QString& words) {
    goTo(Place::Queue);
    m_queue->showOnly(items, words);
}

void MainWindow::newItem(const QStringList& pictures) {
    if (!action(Command::NewItem)->isEnabled()) {
        showNotice(tr("Open or create a project first."));
        return;
    }
    auto* dialog = showDialog(new ItemEditorDialog(m_desks, m_preferences, this));
    connect(dialog, &ItemEditorDialog::saved, this, [this](ItemId item) {
        m_compare->showItem(item);
        m_queue->showItem(item);
    });
    if (!pictures.isEmpty()) {
        dialog->addPictures(pictures);
    }
}

void MainWindow::editItem(ItemId item) {
    if (!item.isValid() || !action(Command::NewItem)->isEnabled()) {
        return;
    }
    m_desks.project.loadItem(item, this, [this](const Outcome<contracts::ItemSheet>& outcome) {
        if (outcome.isProblem()) {
            showProblem(outcome.problem());
        } else if (outcome.isValue()) {
            showDialog(new ItemEditorDialog(m_desks, m_preferences, outcome.value().item, this));
        }
    });
}

void MainWindow::removeItems(const std::vector<ItemId>& items) {
    if (items.empty()) {
        return;
    }
    m_desks.project.removeItems(items, this, [this, count = static_cast<int>(items.size())](const Outcome<Nothing>& outcome) {
        if (outcome.isProblem()) {
            showProblem(outcome.problem());
            return;
        }
        m_message->setAction(tr("Undo"), [this] {
            m_message->hide();
            step(false);
        });
        m_message->showMessage(MessageKind::Info, tr("Removed %n item(s).", nullptr, count));
    });
}

void MainWindow::pastePicture() {
    const QMimeData* pasted = QGuiApplication::clipboard()->mimeData();
    if (pasted == nullptr) {
        return;
    }
    const QStringList files = DropContent::sort(pasted->urls()).pictures;
    if (!files.isEmpty()) {
        newItem(files);
        return;
    }
    if (!pasted->hasImage()) {
        showNotice(tr("There is no picture on the clipboard."));
        return;
    }
    const auto picture = qvariant_cast<QImage>(pasted->imageData());
    newItem();
    if (auto* editor = qobject_cast<ItemEditorDialog*>(m_dialog.data())) {
        editor->addPicture(picture);
    }
}

void MainWindow::step(bool forward) {
    if (m_place == Place::Compare) {
        if (forward) {
            m_compare->redo();
        } else {
            m_compare->undo();
        }
        return;
    }
    const storage::JournalState state = m_desks.project.journalState();
    const std::string words = forward ? state.redoText : state.undoText;
    if (words.empty()) {
        return;
    }
    const auto reply = [this, forward, words](const Outcome<ItemId>& outcome) {
        if (outcome.isProblem()) {
            showProblem(outcome.problem());
            return;
        }
        showNotice((forward ? tr("Done again: %1") : tr("Undone: %1")).arg(QString::fromStdString(words)));
    };
    if (forward) {
        m_desks.project.redo(this, reply);
    } else {
        m_desks.project.undo(this, reply);
    }
}

ItemId MainWindow::currentItem() const {
    switch (m_place) {
    case Place::Compare:
        return m_compare->currentItem();
    case Place::Queue:
        return m_queue->currentItem();
    default:
        return {};
    }
}

void MainWindow::showSettings() {
    showDialog(new SettingsDialog(m_preferences, m_desks.model, m_logFile, this));
}

void MainWindow::setFocusView(bool on) {
    m_isFocusView = on;
    for (QWidget* part : std::initializer_list<QWidget*>{m_top, m_topLine, m_rail, m_railLine, m_status, m_statusLine}) {
        part->setVisible(!on);
    }
    setWindowState(windowState().setFlag(Qt::WindowFullScreen, on));
}

void MainWindow::changeTextSize(int by) {
    m_preferences.setTextSize(m_preferences.textSize() + by);
}

void MainWindow::engineIsReady() {
    m_models->readDevices();
    const QString chosen = m_preferences.modelFolder();
    const QString folder = chosen.isEmpty() ? m_demo.folder() : chosen;
    if (folder.isEmpty()) {
        return;
    }
    if (!QFileInfo::exists(folder)) {
        showNotice(tr("The model used last is no longer at its place."));
        return;
    }
    engine::LoadOptions options = m_preferences.loadOptions(folder);
    const QString adapter = m_preferences.modelAdapter();
    if (!adapter.isEmpty() && !QFileInfo::exists(adapter)) {
        showNotice(tr("The adapter used last is no longer at its place; the model is loaded without it."));
    } else {
        options.adapter = contracts::pathOf(adapter);
    }
    m_models->use(options, false);
}

void MainWindow::showProblem(const contracts::Problem& problem) {
    m_isOpeningProblemShown = false;
    m_message->setAction({}, {});
    m_message->showProblem(problem);
}

void MainWindow::showNotice(const QString& sentence) {
    m_status->setNotice(sentence);
}

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    auto* message = qobject_cast<InlineMessage*>(watched);
    if (message != nullptr && (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent)) {
        message->parentWidget()->setVisible(event->type() == QEvent::ShowToParent);
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasImage() || DropContent::sort(event->mimeData()->urls()).isUseful()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event) {
    const DropContent content = DropContent::sort(event->mimeData()->urls());
    event->acceptProposedAction();
    if (!content.projects.isEmpty()) {
        openProject(content.projects.first());
    } else if (!content.records.isEmpty()) {
        importFile(content.records.first());
    } else if (!content.pictures.isEmpty()) {
        newItem(content.pictures);
    } else if (!content.folders.isEmpty() && looksLikeModelFolder(content.folders.first())) {
        goTo(Place::Models);
        m_models->setFolder(content.folders.first());
    } else if (event->mimeData()->hasImage()) {
        const auto picture = qvariant_cast<QImage>(event->mimeData()->imageData());
        newItem();
        if (auto* editor = qobject_cast<ItemEditorDialog*>(m_dialog.data())) {
            editor->addPicture(picture);
        }
    } else {
        showNotice(tr("Nothing here knows what to do with that. Drop pictures, a data set, a project or a model folder."));
    }
}

void MainWindow::askBeforeClosing() {
    auto* dialog = new DialogFrame(tr("A training run is at work"), size::dialogNarrow, this);
    dialog->body()->addWidget(
        new WrappedLabel(tr("Its state can be saved now: the run goes on from there in a later session, to the "
                            "same weights."),
                         TextRole::Interface, TextWeight::Regular, ColorRole::Text));
    connect(dialog->setPrimary(tr("Save and close")), &QPushButton::clicked, dialog, [this, dialog] {
        dialog->accept();
        m_closesAfterTraining = true;
        if (m_desks.training.isAtWork()) {
            m_desks.training.pause();
        } else {
            close();
        }
    });
    connect(dialog->setCancel(tr("Keep training")), &QPushButton::clicked, dialog, &QDialog::reject);
    showDialog(dialog);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_desks.training.isAtWork()) {
        event->ignore();
        if (!m_closesAfterTraining) {
            askBeforeClosing();
        }
        return;
    }
    if (!m_isFocusView) {
        m_preferences.setViewState(QString::fromLatin1(kGeometry), saveGeometry());
    }
    m_preferences.flush();
    m_desks.scoring.cancelAll();
    for (int row = m_jobs.rowCount() - 1; row >= 0; --row) {
        m_jobs.cancel(row);
    }
    Q_EMIT closing();
    QMainWindow::closeEvent(event);
}

} // namespace trutina::ui
