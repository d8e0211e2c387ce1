// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QBoxLayout;
class QHBoxLayout;
class QVBoxLayout;

namespace trutina::ui {

class TextLabel;

/// A panel with round corners: an optional header line and a body.
class Card : public QWidget {
    Q_OBJECT
  public:
    explicit Card(QWidget* parent = nullptr);

    /// Shows the header with this title at its left. What belongs at its right goes into headerLayout().
    void setTitle(const QString& title);
    void setHeaderVisible(bool visible);
    [[nodiscard]] QHBoxLayout* headerLayout() const { return m_headerLayout; }
    [[nodiscard]] QVBoxLayout* bodyLayout() const { return m_bodyLayout; } ///< padded as the visual language says
    void setBodyPadding(int horizontal, int vertical);                     ///< at 100 %

    /// Marks the card as chosen: a border of two pixels in the colour of the slot; 0: not chosen.
    void setChosenSlot(int slot);
    [[nodiscard]] int chosenSlot() const { return m_chosenSlot; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void refresh();

    QWidget* m_header;
    TextLabel* m_title;
    QHBoxLayout* m_headerLayout;
    QVBoxLayout* m_bodyLayout;
    int m_chosenSlot = 0;
    int m_paddingX;
    int m_paddingY;
};

} // namespace trutina::ui
