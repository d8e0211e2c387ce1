// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"
#include "ui/widgets/answer_document.h"
#include "ui/widgets/card.h"

namespace trutina::contracts {
class VideoDesk;
}

namespace trutina::ui {

class AnswerPane;
class ElidedLabel;
class IconButton;
class PictureCache;
class MediaView;
class SlotBadge;
class TextLabel;

/// One answer in its pane. Its header says only the number until it is told the name.
class CandidatePane : public Card {
    Q_OBJECT
  public:
    CandidatePane(int slot, PictureCache& pictures, contracts::VideoDesk& videos, QWidget* parent = nullptr);

    [[nodiscard]] int slot() const { return m_slot; }
    void setForm(TextForm form); ///< of the answer, from now on
    void setCandidate(const storage::CandidateRecord& candidate);
    /// Shows or hides the writer's name.
    void setRevealed(bool revealed);
    /// Border, tick and words: never colour alone. `words` empty: not chosen.
    void setChoice(const QString& words);

    [[nodiscard]] AnswerPane* answer() const { return m_answer; }
    [[nodiscard]] IconButton* linkButton() const { return m_link; }
    [[nodiscard]] QString shownName() const; ///< empty while it is hidden
    [[nodiscard]] QString shownChoice() const;

  private:
    void refreshAccessibleName();

    int m_slot;
    PictureCache& m_pictures;
    contracts::VideoDesk& m_videos;
    QString m_name;
    TextForm m_form = TextForm::Markdown;
    bool m_isRevealed = false;
    SlotBadge* m_badge;
    ElidedLabel* m_nameLabel;
    QWidget* m_tick;
    TextLabel* m_choice;
    IconButton* m_link;
    AnswerPane* m_answer;
    MediaView* m_media = nullptr; ///< only where candidates bring pictures or videos of their own
};

} // namespace trutina::ui
