// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QKeySequence>
#include <QList>
#include <QString>

namespace trutina::ui {

/// Everything a user can do from a menu or by a key.
enum class Command {
    NewProject,
    OpenProject,
    OpenSample,
    CloseProject,
    Import,
    Export,
    MergeProject,
    Settings,
    Quit,
    Undo,
    Redo,
    NewItem,
    EditItem,
    RemoveItem,
    PastePicture,
    Find,
    ComparePage,
    QueuePage,
    DatasetPage,
    ModelsPage,
    TrainingPage,
    DoctorPage,
    AgreementPage,
    FocusView,
    LargerText,
    SmallerText,
    PreviousItem,
    NextItem,
    NextOpenItem,
    PickBest,
    PickSlightly,
    PickMuch,
    Tie,
    AllBad,
    Confirm,
    Skip,
    Flag,
    Note,
    Reveal,
    Markdown,
    Loupe,
    ZoomIn,
    ZoomOut,
    Fit,
    PlayOrPause,
    FrameBack,
    FrameForward,
    Slower,
    NormalSpeed,
    Faster,
    LoopBegin,
    LoopEnd,
    EditAnswer,
    ChooseModel,
    OpenRun,
    ScoreAll,
    CancelJobs,
    Keys,
    ShowLog,
    About,
};

enum class CommandGroup { Project, Edit, View, Go, Vote, Picture, Video, Model, Help };

struct CommandEntry {
    Command command = Command::Quit;
    CommandGroup group = CommandGroup::Project;
    QString title;            ///< as in the menu, without a mnemonic
    QList<QKeySequence> keys; ///< the first one is shown in menus
    QString keysText;         ///< shown where the keys do not say it all ("1 … 9", "hold Z"); otherwise empty
};

/// The one list of commands and their keys. Menus, tool tips and the key overlay are made from it, so that they cannot disagree.
/// Single letters and digits are plain shortcuts: Qt gives them to a focused text box first, so they never fire while typing.
class KeyMap {
    Q_DECLARE_TR_FUNCTIONS(trutina::ui::KeyMap)
  public:
    KeyMap();

    [[nodiscard]] const QList<CommandEntry>& entries() const { return m_entries; }
    [[nodiscard]] const CommandEntry& entry(Command command) const;
    [[nodiscard]] QList<CommandEntry> group(CommandGroup group) const;
    [[nodiscard]] static QString groupTitle(CommandGroup group);
    /// The keys as the overlay shows them: "Ctrl+Z", "1 … 9", "0  =".
    [[nodiscard]] static QStringList keyTexts(const CommandEntry& entry);
    /// Two commands that answer to the same key, as sentences; empty when the map is sound.
    [[nodiscard]] QStringList conflicts() const;

  private:
    void add(Command command, CommandGroup group, const QString& title, const QStringList& keys, const QString& keysText = {});

    QList<CommandEntry> m_entries;
};

} // namespace trutina::ui
