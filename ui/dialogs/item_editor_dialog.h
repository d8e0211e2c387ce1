// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/desks.h"
#include "ui/dialogs/dialog_frame.h"
#include "ui/models/item_draft.h"

#include <QImage>

class QHBoxLayout;
class QMimeData;
class QScrollArea;

namespace trutina::ui {

class Preferences;
class TextLabel;

/// Writes a new item or edits one: prompt turns, pictures and videos by file, drop or paste, and two to nine answers with names.
class ItemEditorDialog : public DialogFrame {
    Q_OBJECT
  public:
    /// A new item.
    ItemEditorDialog(const contracts::Desks& desks, Preferences& preferences, QWidget* parent);
    /// An existing one.
    ItemEditorDialog(const contracts::Desks& desks, Preferences& preferences, const storage::ItemRecord& item, QWidget* parent);

    void addPictures(const QStringList& files);
    void addPicture(const QImage& picture); ///< pasted: kept as a file by the project first
    [[nodiscard]] const ItemDraft& draft() const { return m_draft; }

  Q_SIGNALS:
    void saved(trutina::storage::ItemId item);

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void reject() override; ///< asks once before written text is thrown away

  private:
    void build();
    void rebuildTurns();
    void rebuildPictures();
    void rebuildAnswers();
    void showProblems();
    void save();
    bool take(const QMimeData& mime);

    contracts::ProjectDesk& m_desk;
    contracts::VideoDesk& m_videos;
    Preferences& m_preferences;
    ItemDraft m_draft;
    storage::NewItem m_original;
    storage::ItemId m_item; ///< none for a new one
    bool m_hasTried = false;
    bool m_askedBeforeClosing = false;
    QScrollArea* m_scroll = nullptr;
    QVBoxLayout* m_turns = nullptr;
    QHBoxLayout* m_pictures = nullptr;
    QVBoxLayout* m_answers = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_addAnswer = nullptr;
};

} // namespace trutina::ui
