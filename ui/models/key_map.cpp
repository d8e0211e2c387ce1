// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/key_map.h"

#include <QHash>

namespace trutina::ui {

KeyMap::KeyMap() {
    using C = Command;
    using G = CommandGroup;
    const auto keys = [](auto... key) { return QStringList{QString::fromLatin1(key)...}; };

    add(C::NewProject, G::Project, tr("New project…"), keys("Ctrl+N"));
    add(C::OpenProject, G::Project, tr("Open project…"), keys("Ctrl+O"));
    add(C::OpenSample, G::Project, tr("Open the sample project"), {});
    add(C::Import, G::Project, tr("Import…"), keys("Ctrl+I"));
    add(C::Export, G::Project, tr("Export…"), keys("Ctrl+E"));
    add(C::MergeProject, G::Project, tr("Merge a project…"), {});
    add(C::CloseProject, G::Project, tr("Close project"), keys("Ctrl+W"));
    add(C::Settings, G::Project, tr("Settings…"), keys("Ctrl+,"));
    add(C::Quit, G::Project, tr("Quit"), keys("Ctrl+Q"));

    add(C::Undo, G::Edit, tr("Undo"), keys("Ctrl+Z"));
    add(C::Redo, G::Edit, tr("Redo"), keys("Ctrl+Shift+Z", "Ctrl+Y"));
    add(C::NewItem, G::Edit, tr("New item…"), keys("Ctrl+Shift+N"));
    add(C::EditItem, G::Edit, tr("Edit item…"), keys("F2"));
    add(C::RemoveItem, G::Edit, tr("Remove item"), keys("Del"));
    add(C::PastePicture, G::Edit, tr("Paste picture as new item"), keys("Ctrl+V"));
    add(C::Find, G::Edit, tr("Find in the queue"), keys("Ctrl+F"));

    add(C::ComparePage, G::View, tr("Compare"), keys("F5"));
    add(C::QueuePage, G::View, tr("Queue"), keys("F6"));
    add(C::DatasetPage, G::View, tr("Dataset"), keys("F7"));
    add(C::ModelsPage, G::View, tr("Models"), keys("F8"));
    add(C::TrainingPage, G::View, tr("Training"), keys("F9"));
    add(C::DoctorPage, G::View, tr("Doctor"), keys("Ctrl+D"));
    add(C::AgreementPage, G::View, tr("Agreement"), keys("Ctrl+G"));
    add(C::FocusView, G::View, tr("Focus view"), keys("F11"));
    add(C::LargerText, G::View, tr("Larger text"), keys("Ctrl++", "Ctrl+="), tr("Ctrl +"));
    add(C::SmallerText, G::View, tr("Smaller text"), keys("Ctrl+-"), tr("Ctrl −"));

    add(C::PreviousItem, G::Go, tr("Previous item"), keys("Ctrl+Left", "PgUp"));
    add(C::NextItem, G::Go, tr("Next item"), keys("Ctrl+Right", "PgDown"));
    add(C::NextOpenItem, G::Go, tr("Next open item"), keys("Ctrl+Shift+Right"));

    add(C::PickBest, G::Vote, tr("This answer is better"), {}, tr("1 … 9"));
    add(C::PickSlightly, G::Vote, tr("Slightly better"), {}, tr("Shift 1 … 9"));
    add(C::PickMuch, G::Vote, tr("Much better"), {}, tr("Ctrl 1 … 9"));
    add(C::Tie, G::Vote, tr("Tie"), keys("0", "="));
    add(C::AllBad, G::Vote, tr("All bad"), keys("X", "Shift+0"));
    add(C::Confirm, G::Vote, tr("Confirm and go on"), keys("Return", "Enter"));
    add(C::Skip, G::Vote, tr("Skip with a reason"), keys("S"));
    add(C::Flag, G::Vote, tr("Flag"), keys("F"));
    add(C::Note, G::Vote, tr("Note"), keys("N"));
    add(C::Reveal, G::Vote, tr("Open scores and names now"), keys("R"));
    add(C::EditAnswer, G::Vote, tr("Edit a copy of an answer"), keys("E"));

    add(C::Markdown, G::View, tr("Show answers as Markdown"), keys("Ctrl+M"));
    add(C::Loupe, G::Picture, tr("Loupe at 1:1"), keys("Z"), tr("hold Z"));
    add(C::ZoomIn, G::Picture, tr("Zoom in"), keys("+"));
    add(C::ZoomOut, G::Picture, tr("Zoom out"), keys("-"));
    add(C::Fit, G::Picture, tr("Fit the picture"), keys("Ctrl+0"));

    add(C::PlayOrPause, G::Video, tr("Play or pause"), keys("Space"));
    add(C::FrameBack, G::Video, tr("One frame back"), keys(","));
    add(C::FrameForward, G::Video, tr("One frame on"), keys("."));
    add(C::Slower, G::Video, tr("Slower"), keys("J"));
    add(C::NormalSpeed, G::Video, tr("Normal speed"), keys("K"));
    add(C::Faster, G::Video, tr("Faster"), keys("L"));
    add(C::LoopBegin, G::Video, tr("Loop from here"), keys("I"));
    add(C::LoopEnd, G::Video, tr("Loop up to here"), keys("O"));

    add(C::ChooseModel, G::Model, tr("Choose a model folder…"), keys("Ctrl+L"));
    add(C::ScoreAll, G::Model, tr("Score all items"), keys("Ctrl+Shift+Return"));
    add(C::OpenRun, G::Model, tr("Open a training run…"), {});
    add(C::CancelJobs, G::Model, tr("Cancel the current job"), keys("Ctrl+."));

    add(C::Keys, G::Help, tr("Keys"), keys("F1", "?"));
    add(C::ShowLog, G::Help, tr("Show the log file"), {});
    add(C::About, G::Help, tr("About Trutina"), {});
}

void KeyMap::add(Command command, CommandGroup group, const QString& title, const QStringList& keys, const QString& keysText) {
    CommandEntry entry{command, group, title, {}, keysText};
    for (const QString& key : keys) {
        entry.keys.append(QKeySequence(key, QKeySequence::PortableText));
    }
    m_entries.append(entry);
}

const CommandEntry& KeyMap::entry(Command command) const {
    for (const CommandEntry& entry : m_entries) {
        if (entry.command == command) {
            return entry;
        }
    }
    Q_UNREACHABLE();
}

QList<CommandEntry> KeyMap::group(CommandGroup group) const {
    QList<CommandEntry> found;
    for (const CommandEntry& entry : m_entries) {
        if (entry.group == group) {
            found.append(entry);
        }
    }
    return found;
}

QString KeyMap::groupTitle(CommandGroup group) {
    switch (group) {
    case CommandGroup::Project:
        return tr("Project");
    case CommandGroup::Edit:
        return tr("Edit");
    case CommandGroup::View:
        return tr("View");
    case CommandGroup::Go:
        return tr("Go");
    case CommandGroup::Vote:
        return tr("Vote");
    case CommandGroup::Picture:
        return tr("Picture and text");
    case CommandGroup::Video:
        return tr("Video");
    case CommandGroup::Model:
        return tr("Model");
    case CommandGroup::Help:
        return tr("Help");
    }
    return {};
}

QStringList KeyMap::keyTexts(const CommandEntry& entry) {
    if (!entry.keysText.isEmpty()) {
        return {entry.keysText};
    }
    QStringList texts;
    for (const QKeySequence& key : entry.keys) {
        const QString text = key.toString(QKeySequence::NativeText);
        // The two Enter keys of a keyboard are one key for people.
        if (key == QKeySequence(Qt::Key_Enter)) {
            continue;
        }
        texts.append(key == QKeySequence(Qt::Key_Return) ? tr("Enter") : text);
    }
    return texts;
}

QStringList KeyMap::conflicts() const {
    QHash<QKeySequence, QString> seen;
    QStringList found;
    for (const CommandEntry& entry : m_entries) {
        for (const QKeySequence& key : entry.keys) {
            const auto other = seen.constFind(key);
            if (other != seen.constEnd()) {
                found.append(tr("%1 is the key of both “%2” and “%3”.").arg(key.toString(), other.value(), entry.title));
            }
            seen.insert(key, entry.title);
        }
    }
    return found;
}

} // namespace trutina::ui
