// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/desks.h"
#include "ui/contracts/model_desk.h"
#include "ui/contracts/project_desk.h"
#include "ui/contracts/scoring_desk.h"
#include "ui/models/compare_keys.h"
#include "ui/models/compare_state.h"
#include "ui/widgets/answer_document.h"

#include <QList>
#include <QWidget>

#include <functional>
#include <optional>

class QAction;
class QMenu;
class QSplitter;
class QStackedWidget;
class QVBoxLayout;

namespace trutina::ui {

class AnswerEditor;
class AnswerPane;
class CandidateGrid;
class Card;
class Chip;
class DecisionBar;
class EmptyState;
class InlineMessage;
class NoteEditor;
class PictureCache;
class MediaView;
class ScoreStripView;
class VideoPlayer;

/// Where answers are weighed: prompt and pictures, the answers, the score strip, the decision bar.
///
/// Scores and names stay closed until the vote, or until the user opens them, which the vote then records. Threads: GUI thread;
/// all work goes to the desks. Keys are taken by the page itself while it is visible and no text box has the focus; the shortcuts
/// that its actions carry are for menus to show and never fire by themselves.
class ComparePage : public QWidget {
    Q_OBJECT
  public:
    using Clock = std::function<qint64()>; ///< steady, in milliseconds

    explicit ComparePage(const contracts::Desks& desks, QWidget* parent = nullptr);
    ~ComparePage() override;

    void setClock(Clock clock); ///< for tests

    void setShowsMarkdown(bool shows);   ///< or the text as it is
    void setPickConfirms(bool confirms); ///< a pick goes on to the next item at once

    void showItem(storage::ItemId item);
    void showNextOpen(); ///< the first open item after the shown one, or from the start
    [[nodiscard]] storage::ItemId currentItem() const { return m_state.itemId(); }
    [[nodiscard]] const CompareState& state() const { return m_state; }

    // For the menus of the window, with their keys.
    [[nodiscard]] QList<QAction*> editActions() const; ///< undo, redo
    /// One per candidate slot 1..9 (invisible where there is none), tie, all bad, skip.
    [[nodiscard]] QList<QAction*> voteActions() const;
    [[nodiscard]] QList<QAction*> itemActions() const;           ///< next, previous, next open, flag, note, edit an answer
    [[nodiscard]] QList<QAction*> videoActions() const;          ///< play, step, speed, loop
    [[nodiscard]] QList<QAction*> viewActions() const;           ///< open scores, zoom in, zoom out, fit, scroll together
    [[nodiscard]] QList<QAction*> menuActions() const;           ///< all of them
    [[nodiscard]] QAction* keysAction() const { return m_keys; } ///< the window shows the overlay: see keysRequested()

    void undo();
    void redo();

  Q_SIGNALS:
    void currentItemChanged(trutina::storage::ItemId item, int number);
    void keysRequested();
    void openProjectRequested();
    void createProjectRequested();
    void addItemRequested();
    void importRequested();
    void exportRequested();
    void said(const QString& words); ///< something for the status bar or a screen reader: "Undone: vote on item 12"

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    [[nodiscard]] TextForm textForm() const { return m_showsMarkdown ? TextForm::Markdown : TextForm::Plain; }
    enum class Emptiness { NoProject, NoItems, AllDecided };
    enum class Editing { Nothing, Note, SkipReason };

    void makeActions();
    void makeVideoActions();
    QAction* makeAction(const QString& name, const QString& text, const QList<QKeySequence>& keys, std::function<void()> run);
    void makeLayout();
    void connectDesks();

    /// What is on its way, else what is on screen.
    [[nodiscard]] storage::ItemId wantedItem() const { return m_loading.value_or(m_state.itemId()); }
    void load(storage::ItemId item);
    void apply(const contracts::ItemSheet& sheet);
    void leaveItem();
    void prepareNext();
    void requestScores();
    void showEmpty(Emptiness emptiness);
    void refreshAll();
    void refreshPrompt();
    void refreshDecision();
    void refreshModelNotice();
    void refreshJournal(const storage::JournalState& state);
    void applyOrientation();

    void vote(storage::Decision decision, int slot, storage::Strength strength, const QString& reason = {});
    void confirm();
    void goTo(bool forward, storage::ItemProgress progress);
    void toggleFlag();
    void editNote();
    void editAnswer();
    void keepAnswer(int slot, const QString& text);
    void forEachPlayer(const std::function<void(VideoPlayer&)>& visit) const; ///< of every video that is on screen
    void refreshVideoActions();
    void openSkipMenu();
    void openScores();
    void finishEditing(const QString& text);
    void journalStep(bool forward);
    void fail(const contracts::Problem& problem);
    void askAboutLink(const QUrl& url);
    void findPicture(int index);
    void setLoupe(bool shown);

    [[nodiscard]] bool takesKeys(const QObject* watched) const;
    bool handleKey(const KeyMeaning& meaning, bool isRepeat);

    contracts::Desks m_desks;
    Clock m_clock;
    CompareState m_state;
    contracts::JobId m_job = 0;
    std::optional<contracts::ItemSheet> m_ahead; ///< the next open item, read ahead
    quint64 m_loadNumber = 0;                    ///< replies of an older one are stale
    std::optional<storage::ItemId> m_loading; ///< asked for and not there yet; news of the item on screen must not take its place
    bool m_isStoring = false;
    bool m_pickConfirms = false;
    bool m_showsMarkdown = true;
    bool m_isChanging = false; ///< decided, but the choices are shown again
    Editing m_editing = Editing::Nothing;

    PictureCache* m_pictures;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    Emptiness m_emptiness = Emptiness::NoProject;
    QWidget* m_work;
    QSplitter* m_splitter;
    Card* m_promptCard;
    AnswerPane* m_prompt;
    Chip* m_mediaChip;
    Chip* m_flagChip;
    Chip* m_noteChip;
    MediaView* m_picture;
    QVBoxLayout* m_leftColumn;
    QWidget* m_left;
    QWidget* m_right;
    CandidateGrid* m_grid;
    ScoreStripView* m_strip;
    InlineMessage* m_modelNotice;
    InlineMessage* m_message;
    NoteEditor* m_noteEditor;
    AnswerEditor* m_answerEditor;
    DecisionBar* m_bar;
    QMenu* m_skipMenu;

    QList<QAction*> m_votes; ///< 1..9
    QAction* m_tie;
    QAction* m_allBad;
    QAction* m_skip;
    QAction* m_undo;
    QAction* m_redo;
    QAction* m_previous;
    QAction* m_next;
    QAction* m_nextOpen;
    QAction* m_confirm;
    QAction* m_change;
    QAction* m_flag;
    QAction* m_note;
    QAction* m_open;
    QAction* m_zoomIn;
    QAction* m_zoomOut;
    QAction* m_fit;
    QAction* m_link;
    QAction* m_editAnswer;
    QAction* m_play;
    QAction* m_frameBack;
    QAction* m_frameForward;
    QAction* m_slower;
    QAction* m_normalSpeed;
    QAction* m_faster;
    QAction* m_loopBegin;
    QAction* m_loopEnd;
    QAction* m_keys;
};

} // namespace trutina::ui
