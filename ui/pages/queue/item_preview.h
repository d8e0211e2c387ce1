// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/desks.h"
#include "ui/contracts/project_desk.h"
#include "ui/widgets/card.h"

class QAbstractButton;
class QVBoxLayout;

namespace trutina::ui {

class ElidedLabel;
class InlineMessage;
class Preferences;
class TextLabel;
class Thumbnail;

/// The chosen item at a glance: picture, prompt, the beginnings of its answers, and what became of it. Names and scores show only
/// after the vote.
class ItemPreview : public Card {
    Q_OBJECT
  public:
    ItemPreview(const contracts::Desks& desks, Preferences& preferences, QWidget* parent = nullptr);

    void setItem(storage::ItemId item); ///< none: empty

  Q_SIGNALS:
    void openRequested();
    void editRequested();
    void removeRequested();

  private:
    void reload();
    void show(const contracts::ItemSheet& sheet);
    void locate(const storage::MediaRecord& media);
    [[nodiscard]] static QString story(const contracts::ItemSheet& sheet);

    contracts::ProjectDesk& m_desk;
    Preferences& m_preferences;
    storage::ItemId m_item;
    QWidget* m_content;
    QAbstractButton* m_open;
    Thumbnail* m_picture;
    TextLabel* m_morePictures;
    TextLabel* m_prompt;
    TextLabel* m_story;
    TextLabel* m_note;
    InlineMessage* m_mediaMessage;
    QVBoxLayout* m_answers;
};

} // namespace trutina::ui
