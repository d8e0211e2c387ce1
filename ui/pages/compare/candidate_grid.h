// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/answer_document.h"

#include <QScrollArea>

#include <vector>

class QGridLayout;

namespace trutina::contracts {
class VideoDesk;
}

namespace trutina::ui {

class CandidatePane;
class CompareState;
class PictureCache;

/// The answers of an item as equal panes: two side by side, three and four in a row or two by two, more in a grid that scrolls.
/// Panes that are linked scroll together.
class CandidateGrid : public QScrollArea {
    Q_OBJECT
  public:
    CandidateGrid(PictureCache& pictures, contracts::VideoDesk& videos, QWidget* parent = nullptr);

    void showItem(const CompareState& state);     ///< texts, numbers
    void showDecision(const CompareState& state); ///< names, choice
    [[nodiscard]] int paneCount() const { return m_count; }
    [[nodiscard]] CandidatePane* pane(int slot) const;
    void setAllLinked(bool linked);
    void setForm(TextForm form); ///< of all answers

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void linkActivated(const QUrl& url);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    [[nodiscard]] int columnsFor(int count, int width) const;
    void arrange();
    void followScroll(int slot);

    PictureCache& m_pictures;
    contracts::VideoDesk& m_videos;
    QGridLayout* m_grid;
    TextForm m_form = TextForm::Markdown;
    std::vector<CandidatePane*> m_panes; ///< kept from item to item; the first m_count are shown
    int m_count = 0;
    int m_columns = 0;
    int m_arrangedCount = 0;
    bool m_isFollowing = false;
};

} // namespace trutina::ui
