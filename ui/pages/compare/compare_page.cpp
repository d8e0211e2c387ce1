// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/compare_page.h"

#include "ui/models/item_draft.h"
#include "ui/models/video_player.h"
#include "ui/models/wording.h"
#include "ui/pages/compare/answer_editor.h"
#include "ui/pages/compare/candidate_grid.h"
#include "ui/pages/compare/compare_texts.h"
#include "ui/pages/compare/note_editor.h"
#include "ui/pages/compare/score_strip_view.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/answer_pane.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/decision_bar.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/media_view.h"
#include "ui/widgets/picture_cache.h"

#include <QAbstractButton>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDesktopServices>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTextBrowser>
#include <QTextEdit>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>
#include <utility>

namespace trutina::ui {

namespace {

constexpr int aheadItems = 3;
/// Prompt texts take this many lines before they scroll, when a picture needs the room below.
constexpr int promptLinesAbovePicture = 9;
constexpr int promptLinesAlone = 60;

QString splitterKey(Qt::Orientation orientation) {
    return orientation == Qt::Horizontal ? QStringLiteral("compare/splitter") : QStringLiteral("compare/splitterNarrow");
}

ComparePage::Clock steadyClock() {
    QElapsedTimer timer;
    timer.start();
    return [timer] { return timer.elapsed(); };
}

bool isTextBox(const QWidget* widget) {
    if (const auto* edit = qobject_cast<const QTextEdit*>(widget)) {
        return !edit->isReadOnly();
    }
    if (const auto* edit = qobject_cast<const QPlainTextEdit*>(widget)) {
        return !edit->isReadOnly();
    }
    if (const auto* combo = qobject_cast<const QComboBox*>(widget)) {
        return combo->isEditable();
    }
    return qobject_cast<const QLineEdit*>(widget) != nullptr || qobject_cast<const QAbstractSpinBox*>(widget) != nullptr;
}

/// Keys that the focused control needs for itself: a button its press, the time line its steps.
bool belongsToControl(const QKeyEvent& key) {
    if (key.modifiers() != Qt::NoModifier) {
        return false;
    }
    const QWidget* focused = QApplication::focusWidget();
    if (key.key() == Qt::Key_Space) {
        return qobject_cast<const QAbstractButton*>(focused) != nullptr;
    }
    const bool isStep = key.key() == Qt::Key_Left || key.key() == Qt::Key_Right || key.key() == Qt::Key_Home ||
                        key.key() == Qt::Key_End || key.key() == Qt::Key_PageUp || key.key() == Qt::Key_PageDown;
    return isStep && qobject_cast<const QAbstractSlider*>(focused) != nullptr;
}

} // namespace

ComparePage::ComparePage(const contracts::Desks& desks, QWidget* parent)
    : QWidget(parent), m_desks(desks), m_clock(steadyClock()), m_pictures(new PictureCache(this)) {
    setObjectName(QStringLiteral("comparePage"));
    setAccessibleName(tr("Compare"));
    setFocusPolicy(Qt::ClickFocus);
    makeActions();
    makeLayout();
    connectDesks();
    m_state.setModel(m_desks.model.state());
    refreshModelNotice();
    if (m_desks.project.project()) {
        showNextOpen();
    } else {
        showEmpty(Emptiness::NoProject);
    }
}

ComparePage::~ComparePage() {
    qApp->removeEventFilter(this);
}

void ComparePage::setClock(Clock clock) {
    m_clock = std::move(clock);
}

void ComparePage::setShowsMarkdown(bool shows) {
    m_showsMarkdown = shows;
    m_prompt->setForm(textForm());
    m_grid->setForm(textForm());
}

void ComparePage::setPickConfirms(bool confirms) {
    m_pickConfirms = confirms;
}

// Actions

QAction* ComparePage::makeAction(const QString& name, const QString& text, const QList<QKeySequence>& keys,
                                 std::function<void()> run) {
    auto* action = new QAction(text, this);
    action->setObjectName(name);
    action->setIconText(text);
    // The context keeps the shortcut from firing by itself: handleKey() decides, and knows text boxes, repeats and layouts.
    action->setShortcutContext(Qt::WidgetShortcut);
    action->setShortcuts(keys);
    connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
    return action;
}

void ComparePage::makeActions() {
    for (int slot = 1; slot <= slotCount; ++slot) {
        m_votes << makeAction(QStringLiteral("vote%1").arg(slot), tr("%1 is best").arg(slot), {QKeySequence(Qt::Key_0 + slot)},
                              [this, slot] { vote(storage::Decision::Winner, slot, storage::Strength::Normal); });
    }
    m_tie = makeAction(QStringLiteral("tie"), tr("Tie"), {QKeySequence(Qt::Key_0), QKeySequence(Qt::Key_Equal)},
                       [this] { vote(storage::Decision::Tie, 0, storage::Strength::Normal); });
    m_allBad = makeAction(QStringLiteral("allBad"), tr("All bad"), {QKeySequence(Qt::Key_X), QKeySequence(Qt::SHIFT | Qt::Key_0)},
                          [this] { vote(storage::Decision::AllBad, 0, storage::Strength::Normal); });
    m_skip = makeAction(QStringLiteral("skip"), tr("Skip"), {QKeySequence(Qt::Key_S)}, [this] { openSkipMenu(); });
    m_undo = makeAction(QStringLiteral("undo"), tr("Undo"), {QKeySequence(Qt::CTRL | Qt::Key_Z)}, [this] { undo(); });
    m_redo = makeAction(QStringLiteral("redo"), tr("Redo"),
                        {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)}, [this] { redo(); });
    m_undo->setIcon(icon("undo"));
    m_redo->setIcon(icon("redo"));
    m_undo->setEnabled(false);
    m_redo->setEnabled(false);
    m_previous = makeAction(QStringLiteral("previousItem"), tr("Previous item"),
                            {QKeySequence(Qt::CTRL | Qt::Key_Left), QKeySequence(Qt::Key_PageUp)},
                            [this] { goTo(false, storage::ItemProgress::All); });
    m_next = makeAction(QStringLiteral("nextItem"), tr("Next item"),
                        {QKeySequence(Qt::CTRL | Qt::Key_Right), QKeySequence(Qt::Key_PageDown)},
                        [this] { goTo(true, storage::ItemProgress::All); });
    m_nextOpen = makeAction(QStringLiteral("nextOpenItem"), tr("Next open item"),
                            {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Right)}, [this] { showNextOpen(); });
    m_confirm = makeAction(QStringLiteral("confirm"), tr("Next"), {QKeySequence(Qt::Key_Return)}, [this] { confirm(); });
    m_change = makeAction(QStringLiteral("change"), tr("Change"), {}, [this] {
        m_isChanging = true;
        refreshDecision();
    });
    m_flag = makeAction(QStringLiteral("flag"), tr("Flag"), {QKeySequence(Qt::Key_F)}, [this] { toggleFlag(); });
    m_flag->setIcon(icon("flag"));
    m_note = makeAction(QStringLiteral("note"), tr("Note"), {QKeySequence(Qt::Key_N)}, [this] { editNote(); });
    m_note->setIcon(icon("note"));
    m_open = makeAction(QStringLiteral("openScores"), tr("Open now"), {QKeySequence(Qt::Key_R)}, [this] { openScores(); });
    m_open->setText(tr("Open scores and names"));
    m_open->setIconText(tr("Open now"));
    m_open->setStatusTip(tr("Shows scores and names before the vote. The vote will say so."));
    m_open->setIcon(icon("eye"));
    m_zoomIn = makeAction(QStringLiteral("zoomIn"), tr("Zoom in"), {QKeySequence(Qt::Key_Plus)}, [this] { m_picture->zoomIn(); });
    m_zoomOut =
        makeAction(QStringLiteral("zoomOut"), tr("Zoom out"), {QKeySequence(Qt::Key_Minus)}, [this] { m_picture->zoomOut(); });
    m_fit = makeAction(QStringLiteral("fit"), tr("Fit the picture"), {QKeySequence(Qt::CTRL | Qt::Key_0)},
                       [this] { m_picture->fit(); });
    m_zoomIn->setIcon(icon("zoom-in"));
    m_zoomOut->setIcon(icon("zoom-out"));
    m_fit->setIcon(icon("fit"));
    m_link = makeAction(QStringLiteral("scrollTogether"), tr("Scroll answers together"), {},
                        [this] { m_grid->setAllLinked(m_link->isChecked()); });
    m_link->setCheckable(true);
    m_link->setChecked(true);
    m_link->setIcon(icon("link"));
    m_editAnswer =
        makeAction(QStringLiteral("editAnswer"), tr("Edit an answer"), {QKeySequence(Qt::Key_E)}, [this] { editAnswer(); });
    m_editAnswer->setIcon(icon("pencil"));
    m_editAnswer->setStatusTip(tr("Rewrites a copy; its score follows once scores are open."));
    makeVideoActions();
    m_keys = makeAction(QStringLiteral("keys"), tr("Keys"), {QKeySequence(Qt::Key_Question), QKeySequence(Qt::Key_F1)},
                        [this] { Q_EMIT keysRequested(); });
    m_keys->setIcon(icon("keyboard"));

    m_skipMenu = new QMenu(this);
    const auto addReason = [this](const QString& words, const QString& code) {
        m_skipMenu->addAction(words, this, [this, code] { vote(storage::Decision::Skip, 0, storage::Strength::Normal, code); });
    };
    addReason(tr("&1  The task is unclear"), QStringLiteral("unclear"));
    addReason(tr("&2  Something is broken"), QStringLiteral("broken"));
    addReason(tr("&3  It shows something private"), QStringLiteral("private"));
    addReason(tr("&4  I cannot judge this"), QStringLiteral("cannot judge"));
    m_skipMenu->addSeparator();
    m_skipMenu->addAction(tr("&5  In my own words…"), this, [this] {
        m_editing = Editing::SkipReason;
        m_noteEditor->open(tr("Why skip this item?"), tr("A few words"), {});
    });
}

void ComparePage::makeVideoActions() {
    const auto make = [this](const char* name, const QString& text, Qt::Key key, void (*run)(VideoPlayer&)) {
        return makeAction(QString::fromLatin1(name), text, {QKeySequence(key)}, [this, run] { forEachPlayer(run); });
    };
    m_play = makeAction(QStringLiteral("play"), tr("Play or pause"), {QKeySequence(Qt::Key_Space)}, [this] {
        bool isAnyPlaying = false;
        forEachPlayer([&isAnyPlaying](VideoPlayer& player) { isAnyPlaying = isAnyPlaying || player.isPlaying(); });
        forEachPlayer([isAnyPlaying](VideoPlayer& player) {
            if (isAnyPlaying) {
                player.pause();
            } else {
                player.play();
            }
        });
    });
    m_play->setIcon(icon("play"));
    m_frameBack = make("frameBack", tr("One frame back"), Qt::Key_Comma, [](VideoPlayer& player) { player.step(-1); });
    m_frameForward = make("frameForward", tr("One frame on"), Qt::Key_Period, [](VideoPlayer& player) { player.step(+1); });
    m_slower = make("slower", tr("Slower"), Qt::Key_J, [](VideoPlayer& player) { player.slower(); });
    m_normalSpeed = make("normalSpeed", tr("Normal speed"), Qt::Key_K, [](VideoPlayer& player) { player.normalSpeed(); });
    m_faster = make("faster", tr("Faster"), Qt::Key_L, [](VideoPlayer& player) { player.faster(); });
    m_loopBegin = make("loopBegin", tr("Loop from here"), Qt::Key_I, [](VideoPlayer& player) { player.beginLoopHere(); });
    m_loopEnd = make("loopEnd", tr("Loop up to here"), Qt::Key_O, [](VideoPlayer& player) { player.endLoopHere(); });
    m_frameBack->setIcon(icon("step-back"));
    m_frameForward->setIcon(icon("step-forward"));
}

QList<QAction*> ComparePage::videoActions() const {
    return {m_play, m_frameBack, m_frameForward, m_slower, m_normalSpeed, m_faster, m_loopBegin, m_loopEnd};
}

QList<QAction*> ComparePage::editActions() const {
    return {m_undo, m_redo};
}

QList<QAction*> ComparePage::voteActions() const {
    return m_votes + QList<QAction*>{m_tie, m_allBad, m_skip};
}

QList<QAction*> ComparePage::itemActions() const {
    return {m_confirm, m_next, m_previous, m_nextOpen, m_flag, m_note, m_editAnswer};
}

QList<QAction*> ComparePage::viewActions() const {
    return {m_open, m_zoomIn, m_zoomOut, m_fit, m_link};
}

QList<QAction*> ComparePage::menuActions() const {
    return editActions() + voteActions() + itemActions() + viewActions() + videoActions() + QList<QAction*>{m_keys};
}

// Layout

void ComparePage::makeLayout() {
    m_empty = new EmptyState("scale", {}, {});
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        switch (m_emptiness) {
        case Emptiness::NoProject:
            Q_EMIT openProjectRequested();
            break;
        case Emptiness::NoItems:
            Q_EMIT addItemRequested();
            break;
        case Emptiness::AllDecided:
            Q_EMIT exportRequested();
            break;
        }
    });
    connect(m_empty, &EmptyState::secondActionTriggered, this, [this] {
        switch (m_emptiness) {
        case Emptiness::NoProject:
            Q_EMIT createProjectRequested();
            break;
        case Emptiness::NoItems:
            Q_EMIT importRequested();
            break;
        case Emptiness::AllDecided:
            m_desks.project.findItem(0, true, storage::ItemProgress::All, this,
                                     [this](const contracts::Outcome<storage::ItemId>& found) {
                                         if (found.isValue() && found.value().isValid()) {
                                             load(found.value());
                                         }
                                     });
            break;
        }
    });

    m_promptCard = new Card;
    m_promptCard->setTitle(tr("Prompt"));
    m_promptCard->setBodyPadding(0, 0);
    m_promptCard->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_prompt = new AnswerPane;
    m_prompt->browser()->setAccessibleName(tr("Prompt"));
    m_promptCard->bodyLayout()->addWidget(m_prompt);
    m_mediaChip = new Chip({});
    m_mediaChip->setFactOnly(true);
    m_flagChip = new Chip(tr("Flagged"));
    m_flagChip->setIconName("flag");
    m_flagChip->setToolTip(tr("Take the flag away (F)"));
    m_noteChip = new Chip(tr("Note"));
    m_noteChip->setIconName("note");
    auto* header = m_promptCard->headerLayout();
    header->addStretch(1);
    header->addWidget(m_flagChip);
    header->addWidget(m_noteChip);
    header->addWidget(m_mediaChip);
    connect(m_flagChip, &QAbstractButton::clicked, m_flag, &QAction::trigger);
    connect(m_noteChip, &QAbstractButton::clicked, m_note, &QAction::trigger);
    connect(m_prompt, &AnswerPane::linkActivated, this, &ComparePage::askAboutLink);
    m_picture = new MediaView(*m_pictures, m_desks.video);
    connect(m_picture, &MediaView::findRequested, this, &ComparePage::findPicture);

    m_left = new QWidget;
    m_leftColumn = new QVBoxLayout(m_left);
    m_leftColumn->setSpacing(space::m);
    m_leftColumn->addWidget(m_promptCard);
    m_leftColumn->addWidget(m_picture, 1);
    m_leftColumn->addStretch(0);

    m_grid = new CandidateGrid(*m_pictures, m_desks.video);
    connect(m_grid, &CandidateGrid::linkActivated, this, &ComparePage::askAboutLink);
    m_strip = new ScoreStripView(m_open);
    m_modelNotice = new InlineMessage;
    m_modelNotice->setClosable(false);
    m_right = new QWidget;
    auto* rightColumn = new QVBoxLayout(m_right);
    rightColumn->setSpacing(space::m);
    rightColumn->addWidget(m_modelNotice);
    rightColumn->addWidget(m_grid, 1);
    rightColumn->addWidget(m_strip);

    m_splitter = new QSplitter(Qt::Horizontal);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_left);
    m_splitter->addWidget(m_right);
    connect(m_splitter, &QSplitter::splitterMoved, this,
            [this] { QSettings().setValue(splitterKey(m_splitter->orientation()), m_splitter->saveState()); });

    m_message = new InlineMessage;
    m_message->setContentsMargins(0, 0, 0, space::m);
    m_noteEditor = new NoteEditor;
    m_noteEditor->setContentsMargins(0, 0, 0, space::m);
    connect(m_noteEditor, &NoteEditor::kept, this, &ComparePage::finishEditing);
    connect(m_noteEditor, &NoteEditor::closed, this, [this] {
        m_editing = Editing::Nothing;
        setFocus(Qt::OtherFocusReason);
    });
    m_answerEditor = new AnswerEditor(m_state, m_desks.scoring);
    m_answerEditor->setContentsMargins(0, 0, 0, space::m);
    connect(m_answerEditor, &AnswerEditor::keepRequested, this, &ComparePage::keepAnswer);
    connect(m_answerEditor, &AnswerEditor::closed, this, [this] { setFocus(Qt::OtherFocusReason); });
    m_bar = new DecisionBar;
    m_bar->setLeft({m_undo});
    m_bar->setRight({m_skip, m_note, m_keys});

    m_work = new QWidget;
    auto* column = new QVBoxLayout(m_work);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_splitter, 1);
    auto* below = new QVBoxLayout;
    below->setContentsMargins(space::l, 0, space::l, 0);
    below->setSpacing(0);
    below->addWidget(m_message);
    below->addWidget(m_noteEditor);
    below->addWidget(m_answerEditor);
    column->addLayout(below);
    column->addWidget(m_bar);

    m_stack = new QStackedWidget;
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_work);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_stack);
    applyOrientation();
}

void ComparePage::applyOrientation() {
    const bool isNarrow = width() < scaled(size::narrowPage);
    const Qt::Orientation orientation = isNarrow ? Qt::Vertical : Qt::Horizontal;
    const bool isFirst = m_left->layout()->contentsMargins().left() != space::l;
    if (m_splitter->orientation() == orientation && !isFirst) {
        return;
    }
    m_splitter->setOrientation(orientation);
    m_left->layout()->setContentsMargins(space::l, space::l, isNarrow ? space::l : space::xs, isNarrow ? space::xs : space::l);
    m_right->layout()->setContentsMargins(isNarrow ? space::l : space::xs, isNarrow ? space::xs : space::l, space::l, space::l);
    const QByteArray kept = QSettings().value(splitterKey(orientation)).toByteArray();
    if (kept.isEmpty() || !m_splitter->restoreState(kept)) {
        m_splitter->setStretchFactor(0, size::promptShare);
        m_splitter->setStretchFactor(1, size::answerShare);
        const int whole = isNarrow ? height() : width();
        const int left = whole * size::promptShare / (size::promptShare + size::answerShare);
        m_splitter->setSizes({left, whole - left});
    }
    m_splitter->setOrientation(orientation); // a kept state brings its own
}

void ComparePage::connectDesks() {
    auto& project = m_desks.project;
    connect(&project, &contracts::ProjectDesk::projectOpened, this, [this] {
        leaveItem();
        showNextOpen();
    });
    connect(&project, &contracts::ProjectDesk::projectClosed, this, [this] {
        leaveItem();
        showEmpty(Emptiness::NoProject);
    });
    connect(&project, &contracts::ProjectDesk::itemsChanged, this, [this] {
        m_ahead.reset();
        if (wantedItem().isValid()) {
            load(wantedItem());
        } else {
            showNextOpen();
        }
    });
    connect(&project, &contracts::ProjectDesk::itemChanged, this, [this](storage::ItemId item) {
        if (m_ahead && m_ahead->item.id == item) {
            m_ahead.reset();
        }
        if (item == wantedItem()) {
            load(item);
        }
    });
    connect(&project, &contracts::ProjectDesk::journalChanged, this, &ComparePage::refreshJournal);
    refreshJournal(project.journalState());
    connect(&m_desks.scoring, &contracts::ScoringDesk::itemScored, this, [this](storage::ItemId item) {
        if (m_ahead && m_ahead->item.id == item) {
            m_ahead.reset();
        }
        if (item == m_state.itemId() && !m_state.hasScores() && !m_loading) {
            load(item);
        }
    });
    connect(&m_desks.model, &contracts::ModelDesk::stateChanged, this, [this](contracts::ModelState state) {
        m_state.setModel(state);
        m_ahead.reset();
        refreshModelNotice();
        requestScores();
        m_strip->showState(m_state);
        m_answerEditor->showState(state);
    });
}

void ComparePage::refreshJournal(const storage::JournalState& state) {
    m_undo->setEnabled(!state.undoText.empty());
    m_redo->setEnabled(!state.redoText.empty());
    m_undo->setText(state.undoText.empty() ? tr("Undo") : tr("Undo %1").arg(fromUtf8(state.undoText)));
    m_redo->setText(state.redoText.empty() ? tr("Redo") : tr("Redo %1").arg(fromUtf8(state.redoText)));
    m_undo->setIconText(tr("Undo"));
    m_undo->setStatusTip(m_undo->text());
    m_redo->setIconText(tr("Redo"));
}

// Items

void ComparePage::showItem(storage::ItemId item) {
    load(item);
}

void ComparePage::showNextOpen() {
    const int number = m_state.hasItem() ? m_state.item().number : 0;
    m_desks.project.findItem(
        number, true, storage::ItemProgress::Open, this, [this, number](const contracts::Outcome<storage::ItemId>& found) {
            if (!found.isValue()) {
                if (found.isProblem()) {
                    fail(found.problem());
                }
                return;
            }
            if (found.value().isValid()) {
                load(found.value());
            } else if (number > 0) {
                // Nothing open from here on: look from the start once.
                leaveItem();
                showNextOpen();
            } else {
                const auto info = m_desks.project.project();
                showEmpty(!info ? Emptiness::NoProject : info->counts.all == 0 ? Emptiness::NoItems : Emptiness::AllDecided);
            }
        });
}

void ComparePage::load(storage::ItemId item) {
    const quint64 number = ++m_loadNumber;
    if (m_ahead && m_ahead->item.id == item && item != m_state.itemId()) {
        const contracts::ItemSheet sheet = *std::exchange(m_ahead, std::nullopt);
        m_loading.reset();
        apply(sheet);
        return;
    }
    m_loading = item;
    m_desks.project.loadItem(item, this, [this, number](const contracts::Outcome<contracts::ItemSheet>& sheet) {
        if (number != m_loadNumber) {
            return;
        }
        m_loading.reset();
        if (sheet.isValue()) {
            apply(sheet.value());
        } else if (sheet.isProblem()) {
            leaveItem();
            showNextOpen();
            fail(sheet.problem());
        }
    });
}

void ComparePage::apply(const contracts::ItemSheet& sheet) {
    const bool isOther = sheet.item.id != m_state.itemId();
    if (isOther) {
        leaveItem();
        m_message->hide();
        m_noteEditor->hide();
        m_editing = Editing::Nothing;
    }
    m_state.setSheet(sheet, m_clock());
    m_isChanging = m_isChanging && m_state.isDecided();
    m_stack->setCurrentWidget(m_work);
    refreshAll();
    if (isOther) {
        if (isVisible() && !isAncestorOf(QApplication::focusWidget())) {
            setFocus(Qt::OtherFocusReason);
        }
        Q_EMIT currentItemChanged(m_state.itemId(), m_state.item().number);
        prepareNext();
    }
    requestScores();
}

void ComparePage::leaveItem() {
    if (m_job != 0) {
        m_desks.scoring.cancel(std::exchange(m_job, 0));
    }
    m_isChanging = false;
    m_isStoring = false;
    m_answerEditor->leaveItem();
    m_state.clear();
}

/// The next open items are scored ahead, and the first of them is read with its pictures, so that Enter shows it at once.
void ComparePage::prepareNext() {
    storage::ItemFilter filter;
    filter.progress = storage::ItemProgress::Open;
    filter.afterNumber = m_state.item().number;
    filter.limit = aheadItems;
    m_desks.project.listItems(
        filter, this, [this, shown = m_state.itemId()](const contracts::Outcome<std::vector<storage::ItemSummary>>& rows) {
            if (!rows.isValue() || shown != m_state.itemId()) {
                return;
            }
            std::vector<storage::ItemId> ids;
            for (const auto& row : rows.value()) {
                ids.push_back(row.id);
            }
            m_desks.scoring.prepareItems(ids);
            if (ids.empty() || (m_ahead && m_ahead->item.id == ids.front())) {
                return;
            }
            m_desks.project.loadItem(ids.front(), this, [this, shown](const contracts::Outcome<contracts::ItemSheet>& sheet) {
                if (!sheet.isValue() || shown != m_state.itemId()) {
                    return;
                }
                m_ahead = sheet.value();
                for (const MediaSource& picture : mediaSourcesOf(m_ahead->item.media)) {
                    if (picture.problem.isEmpty() && !picture.isVideo) {
                        m_pictures->prefetch(picture.file);
                    }
                }
            });
        });
}

void ComparePage::requestScores() {
    if (!m_state.hasItem() || m_state.hasScores() || m_job != 0 || m_state.slotCount() == 0 || !m_state.failure().isEmpty() ||
        m_desks.model.state() != contracts::ModelState::Ready) {
        return;
    }
    const storage::ItemId item = m_state.itemId();
    m_job = m_desks.scoring.scoreItem(item, this,
                                      [this, item](const contracts::Outcome<std::vector<storage::MeasurementRecord>>& scores) {
                                          if (item != m_state.itemId()) {
                                              return;
                                          }
                                          m_job = 0;
                                          if (scores.isValue()) {
                                              m_state.setScores(scores.value());
                                          } else if (scores.isProblem()) {
                                              m_state.setScoringFailed(scores.problem().message);
                                          }
                                          m_strip->showState(m_state);
                                          m_answerEditor->showState(m_desks.model.state());
                                      });
}

void ComparePage::showEmpty(Emptiness emptiness) {
    m_emptiness = emptiness;
    m_answerEditor->leaveItem();
    m_state.clear();
    switch (emptiness) {
    case Emptiness::NoProject:
        m_empty->setIconName("folder");
        m_empty->setTexts(tr("No project is open"),
                          tr("A project holds prompts, pictures and answers, and every decision you make about them."));
        m_empty->setActionText(tr("Open a project"));
        m_empty->setSecondActionText(tr("Create a project"));
        break;
    case Emptiness::NoItems:
        m_empty->setIconName("plus");
        m_empty->setTexts(tr("This project has no items yet"),
                          tr("An item is a prompt, with pictures if you like, and two to nine answers to weigh."));
        m_empty->setActionText(tr("Add an item"));
        m_empty->setSecondActionText(tr("Import a file"));
        break;
    case Emptiness::AllDecided: {
        const auto info = m_desks.project.project();
        m_empty->setIconName("check");
        m_empty->setTexts(tr("Every item is decided"),
                          tr("Items weighed: %1. Export the pairs, or look at them again.").arg(info ? info->counts.all : 0));
        m_empty->setActionText(tr("Export"));
        m_empty->setSecondActionText(tr("Look at them again"));
        break;
    }
    }
    m_stack->setCurrentWidget(m_empty);
    for (QAction* action : voteActions() + itemActions() + viewActions() + videoActions()) {
        action->setEnabled(false);
    }
    m_next->setEnabled(emptiness == Emptiness::AllDecided);
    m_previous->setEnabled(emptiness == Emptiness::AllDecided);
    m_link->setEnabled(true);
    Q_EMIT currentItemChanged({}, 0);
}

// What is shown

void ComparePage::refreshAll() {
    refreshPrompt();
    m_grid->showItem(m_state);
    refreshVideoActions();
    refreshDecision();
}

void ComparePage::refreshVideoActions() {
    const auto hasVideo = [](const std::vector<storage::MediaRecord>& media) {
        return std::ranges::any_of(media, &storage::MediaRecord::isVideo);
    };
    const storage::ItemRecord& item = m_state.item();
    const bool hasAny = hasVideo(item.media) || std::ranges::any_of(item.candidates, [&hasVideo](const auto& candidate) {
                            return hasVideo(candidate.media);
                        });
    for (QAction* action : videoActions()) {
        action->setEnabled(hasAny);
    }
}

void ComparePage::refreshPrompt() {
    const storage::ItemRecord& item = m_state.item();
    m_prompt->setParts(partsOf(item.prompt), textForm());
    m_picture->setMedia(mediaSourcesOf(item.media));
    const bool hasPictures = !item.media.empty();
    m_picture->setVisible(hasPictures);
    m_leftColumn->setStretch(2, hasPictures ? 0 : 1);
    m_prompt->setGrowsToLines(hasPictures ? promptLinesAbovePicture : promptLinesAlone);
    m_mediaChip->setVisible(hasPictures);
    m_mediaChip->setText(Wording::media(item.media));
    m_flagChip->setVisible(item.flagged);
    m_noteChip->setVisible(!item.note.empty());
    m_noteChip->setToolTip(fromUtf8(item.note));
    m_flag->setText(item.flagged ? tr("Take the flag away") : tr("Flag"));
    m_zoomIn->setEnabled(hasPictures);
    m_zoomOut->setEnabled(hasPictures);
    m_fit->setEnabled(hasPictures);
}

void ComparePage::refreshDecision() {
    const int count = m_state.slotCount();
    const bool canVote = m_state.canVote();
    for (int slot = 1; slot <= m_votes.size(); ++slot) {
        QAction* action = m_votes[slot - 1];
        action->setVisible(slot <= count && canVote);
        action->setEnabled(slot <= count && canVote);
        const QString words = count == 2 ? tr("%1 is better").arg(slot) : tr("%1 is best").arg(slot);
        action->setText(words);
        action->setIconText(words);
    }
    m_tie->setEnabled(canVote);
    m_allBad->setEnabled(canVote);
    for (QAction* action : {m_skip, m_note, m_flag, m_next, m_previous, m_nextOpen, m_link, m_editAnswer}) {
        action->setEnabled(true);
    }
    m_confirm->setEnabled(m_state.isDecided());
    m_open->setEnabled(!m_state.isRevealed());
    m_grid->showDecision(m_state);
    m_strip->showState(m_state);
    m_answerEditor->showState(m_desks.model.state());

    if (m_state.isDecided() && !m_isChanging) {
        m_change->setProperty(ActionButton::keysProperty, tr("1–%1, 0").arg(count));
        m_bar->showDecided(canVote ? QList<QAction*>{m_change, m_editAnswer} : QList<QAction*>{m_editAnswer}, m_confirm);
    } else if (canVote) {
        m_bar->showChoices(m_votes.mid(0, count), {m_tie, m_allBad}, m_state.chosenSlot());
    } else {
        m_bar->showNothing();
    }
}

void ComparePage::refreshModelNotice() {
    const auto model = m_desks.model.model();
    if (model && !model->inspection.trained) {
        m_modelNotice->showMessage(MessageKind::Warn, tr("The loaded model has random test weights: these scores mean nothing."));
    } else {
        m_modelNotice->hide();
    }
}

// What the user does

void ComparePage::vote(storage::Decision decision, int slot, storage::Strength strength, const QString& reason) {
    if (!m_state.hasItem() || m_isStoring || (decision == storage::Decision::Winner && slot > m_state.slotCount())) {
        return;
    }
    storage::NewVote vote = m_state.makeVote(decision, slot, strength, m_clock());
    vote.reason = reason.toStdString();
    m_isStoring = true;
    const storage::ItemId item = vote.item;
    m_desks.project.vote(vote, this, [this, item, decision](const contracts::Outcome<storage::VoteRecord>& stored) {
        if (item != m_state.itemId()) {
            return;
        }
        m_isStoring = false;
        if (stored.isProblem()) {
            fail(stored.problem());
            return;
        }
        if (!stored.isValue()) {
            return;
        }
        m_message->hide();
        m_isChanging = false;
        m_state.setVote(stored.value());
        refreshDecision();
        if (m_pickConfirms && decision != storage::Decision::Skip) {
            confirm();
        }
        // A skipped item has nothing more to tell.
        if (decision == storage::Decision::Skip) {
            Q_EMIT said(tr("Item %1 skipped").arg(m_state.item().number));
            confirm();
        }
    });
}

void ComparePage::confirm() {
    if (!m_state.isDecided()) {
        return;
    }
    if (m_ahead && !m_ahead->vote && m_ahead->item.number > m_state.item().number) {
        load(m_ahead->item.id);
        return;
    }
    showNextOpen();
}

void ComparePage::goTo(bool forward, storage::ItemProgress progress) {
    const int number = m_state.hasItem() ? m_state.item().number : forward ? 0 : std::numeric_limits<int>::max();
    m_desks.project.findItem(number, forward, progress, this, [this, forward](const contracts::Outcome<storage::ItemId>& found) {
        if (found.isValue() && found.value().isValid()) {
            load(found.value());
        } else if (found.isValue()) {
            Q_EMIT said(forward ? tr("This is the last item") : tr("This is the first item"));
        } else if (found.isProblem()) {
            fail(found.problem());
        }
    });
}

void ComparePage::toggleFlag() {
    if (m_state.hasItem()) {
        m_desks.project.setFlag(m_state.itemId(), !m_state.item().flagged, this,
                                [this](const contracts::Outcome<contracts::Nothing>& done) {
                                    if (done.isProblem()) {
                                        fail(done.problem());
                                    }
                                });
    }
}

void ComparePage::editNote() {
    if (m_state.hasItem()) {
        m_editing = Editing::Note;
        m_noteEditor->open(tr("Note"), tr("What should be remembered about this item?"), fromUtf8(m_state.item().note));
    }
}

void ComparePage::editAnswer() {
    if (m_state.hasItem() && m_state.slotCount() > 0) {
        m_noteEditor->hide();
        m_answerEditor->open(std::max(1, m_state.chosenSlot()));
    }
}

void ComparePage::keepAnswer(int slot, const QString& text) {
    ItemDraft draft(m_state.item());
    draft.addEditedCopy(m_state.candidateAt(slot).position, text);
    const QStringList problems = draft.problems();
    if (!problems.isEmpty()) {
        m_answerEditor->showProblem(problems.join(u' '));
        return;
    }
    m_desks.project.replaceItem(m_state.itemId(), draft.finished(), this,
                                [this, item = m_state.itemId()](const contracts::Outcome<contracts::Nothing>& outcome) {
                                    if (outcome.isProblem()) {
                                        fail(outcome.problem());
                                    } else if (outcome.isValue() && item == m_state.itemId()) {
                                        m_answerEditor->leaveItem();
                                        Q_EMIT said(tr("The copy is a further answer now; the item is open again"));
                                    }
                                });
}

void ComparePage::forEachPlayer(const std::function<void(VideoPlayer&)>& visit) const {
    const QList<MediaView*> views = findChildren<MediaView*>();
    for (const MediaView* view : views) {
        if (VideoPlayer* player = view->player(); player != nullptr && view->isVisible()) {
            visit(*player);
        }
    }
}

void ComparePage::openSkipMenu() {
    if (!m_state.hasItem()) {
        return;
    }
    const ActionButton* button = m_bar->buttonOf(m_skip);
    const QPoint corner = button != nullptr && button->isVisible() ? button->mapToGlobal(QPoint(0, 0))
                                                                   : m_bar->mapToGlobal(QPoint(m_bar->width() / 2, 0));
    m_skipMenu->popup(corner - QPoint(0, m_skipMenu->sizeHint().height()));
}

void ComparePage::openScores() {
    if (m_state.hasItem() && !m_state.isRevealed()) {
        m_state.openEarly();
        refreshDecision();
        Q_EMIT said(tr("Opened before the vote; the vote will say so"));
    }
}

void ComparePage::finishEditing(const QString& text) {
    if (!m_state.hasItem()) {
        return;
    }
    if (m_editing == Editing::SkipReason) {
        vote(storage::Decision::Skip, 0, storage::Strength::Normal, text);
    } else if (m_editing == Editing::Note) {
        m_desks.project.setNote(m_state.itemId(), text, this, [this](const contracts::Outcome<contracts::Nothing>& done) {
            if (done.isProblem()) {
                fail(done.problem());
            }
        });
    }
}

void ComparePage::undo() {
    journalStep(false);
}

void ComparePage::redo() {
    journalStep(true);
}

void ComparePage::journalStep(bool forward) {
    const storage::JournalState before = m_desks.project.journalState();
    const QString words = fromUtf8(forward ? before.redoText : before.undoText);
    const auto reply = [this, forward, words](const contracts::Outcome<storage::ItemId>& item) {
        if (item.isProblem()) {
            fail(item.problem());
        } else if (item.isValue()) {
            if (!words.isEmpty()) {
                Q_EMIT said(forward ? tr("Done again: %1").arg(words) : tr("Undone: %1").arg(words));
            }
            m_ahead.reset();
            if (item.value().isValid()) {
                load(item.value());
            }
        }
    };
    if (forward) {
        m_desks.project.redo(this, reply);
    } else {
        m_desks.project.undo(this, reply);
    }
}

void ComparePage::fail(const contracts::Problem& problem) {
    const QString words = problem.sentences();
    m_message->setAction({}, {});
    m_message->showMessage(MessageKind::Bad, words, problem.detail);
    Q_EMIT said(words);
}

void ComparePage::askAboutLink(const QUrl& url) {
    const bool isWeb = url.scheme() == QStringLiteral("http") || url.scheme() == QStringLiteral("https");
    if (!isWeb) {
        m_message->setAction({}, {});
        m_message->showMessage(MessageKind::Info,
                               tr("The text links to %1. Trutina does not open such links.").arg(url.toDisplayString()));
        return;
    }
    m_message->setAction(tr("Open in the browser"), [this, url] {
        m_message->hide();
        QDesktopServices::openUrl(url);
    });
    m_message->showMessage(MessageKind::Info, tr("The text links to %1.").arg(url.toDisplayString()));
}

void ComparePage::findPicture(int index) {
    if (!m_state.hasItem() || index >= static_cast<int>(m_state.item().media.size())) {
        return;
    }
    const storage::MediaRecord medium = m_state.item().media[static_cast<std::size_t>(index)];
    auto* dialog = new QFileDialog(this, tr("Where is %1 now?").arg(fromUtf8(medium.originalName)));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this, id = medium.id](const QString& file) {
        m_desks.project.relocateMedia(id, file, this, [this](const contracts::Outcome<contracts::Nothing>& done) {
            if (done.isProblem()) {
                fail(done.problem());
            }
        });
    });
    dialog->open();
}

void ComparePage::setLoupe(bool shown) {
    const QList<MediaView*> views = findChildren<MediaView*>();
    for (MediaView* view : views) {
        if (view->isVisible() || !shown) {
            view->setLoupe(shown);
        }
    }
}

// Keys

bool ComparePage::takesKeys(const QObject* watched) const {
    if (!watched->isWidgetType() || !isVisible() || QApplication::activePopupWidget() != nullptr ||
        QApplication::activeModalWidget() != nullptr) {
        return false;
    }
    const auto* widget = static_cast<const QWidget*>(watched);
    return widget->window() == window() && !isTextBox(widget) && !isTextBox(QApplication::focusWidget());
}

bool ComparePage::eventFilter(QObject* watched, QEvent* event) {
    const bool isPress = event->type() == QEvent::KeyPress;
    if ((!isPress && event->type() != QEvent::KeyRelease) || !takesKeys(watched)) {
        return QWidget::eventFilter(watched, event);
    }
    const auto& key = static_cast<QKeyEvent&>(*event);
    const KeyMeaning meaning = meaningOf({key.key(), key.modifiers(), key.nativeScanCode()}, m_state.slotCount());
    if (belongsToControl(key)) {
        return QWidget::eventFilter(watched, event);
    }
    if (!isPress) {
        if (meaning.command == CompareCommand::Loupe && !key.isAutoRepeat()) {
            setLoupe(false);
            return true;
        }
        return QWidget::eventFilter(watched, event);
    }
    if (key.key() == Qt::Key_Question) {
        m_keys->trigger();
        return true;
    }
    return handleKey(meaning, key.isAutoRepeat()) || QWidget::eventFilter(watched, event);
}

bool ComparePage::handleKey(const KeyMeaning& meaning, bool isRepeat) {
    const auto trigger = [isRepeat](QAction* action) {
        if (!isRepeat) {
            action->trigger();
        }
        return true;
    };
    // A second press that was meant for the item before must not decide the next one.
    const auto triggerDecision = [this, isRepeat](auto decide) {
        if (!isRepeat && m_state.acceptsVoteKeys(m_clock())) {
            decide();
        }
        return true;
    };
    switch (meaning.command) {
    case CompareCommand::Vote:
        return triggerDecision([&] { vote(storage::Decision::Winner, meaning.slot, meaning.strength); });
    case CompareCommand::Tie:
        return triggerDecision([this] { m_tie->trigger(); });
    case CompareCommand::AllBad:
        return triggerDecision([this] { m_allBad->trigger(); });
    case CompareCommand::Skip:
        return triggerDecision([this] { m_skip->trigger(); });
    case CompareCommand::Confirm:
        return triggerDecision([this] { m_confirm->trigger(); });
    case CompareCommand::Reveal:
        return triggerDecision([this] { m_open->trigger(); });
    case CompareCommand::Flag:
        return trigger(m_flag);
    case CompareCommand::Note:
        return trigger(m_note);
    case CompareCommand::Undo:
        return trigger(m_undo);
    case CompareCommand::Redo:
        return trigger(m_redo);
    case CompareCommand::Previous:
        return trigger(m_previous);
    case CompareCommand::Next:
        return trigger(m_next);
    case CompareCommand::NextOpen:
        return trigger(m_nextOpen);
    case CompareCommand::Loupe:
        if (!isRepeat) {
            setLoupe(true);
        }
        return true;
    case CompareCommand::ZoomIn:
        m_zoomIn->trigger();
        return true;
    case CompareCommand::ZoomOut:
        m_zoomOut->trigger();
        return true;
    case CompareCommand::Fit:
        return trigger(m_fit);
    case CompareCommand::PlayOrPause:
        return m_play->isEnabled() && trigger(m_play);
    case CompareCommand::FrameBack: // held down, it goes on stepping
        m_frameBack->trigger();
        return true;
    case CompareCommand::FrameForward:
        m_frameForward->trigger();
        return true;
    case CompareCommand::Slower:
        return trigger(m_slower);
    case CompareCommand::NormalSpeed:
        return trigger(m_normalSpeed);
    case CompareCommand::Faster:
        return trigger(m_faster);
    case CompareCommand::LoopBegin:
        return trigger(m_loopBegin);
    case CompareCommand::LoopEnd:
        return trigger(m_loopEnd);
    case CompareCommand::EditAnswer:
        return trigger(m_editAnswer);
    case CompareCommand::None:
        break;
    }
    return false;
}

void ComparePage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    qApp->installEventFilter(this);
}

void ComparePage::hideEvent(QHideEvent* event) {
    qApp->removeEventFilter(this);
    QWidget::hideEvent(event);
}

void ComparePage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    applyOrientation();
}

} // namespace trutina::ui
