// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/card.h"

class QPlainTextEdit;

namespace trutina::ui {

/// A few words about an item, typed in the page. Ctrl+Enter keeps them, Escape does not.
class NoteEditor : public Card {
    Q_OBJECT
  public:
    explicit NoteEditor(QWidget* parent = nullptr);

    void open(const QString& title, const QString& placeholder, const QString& text);
    [[nodiscard]] QPlainTextEdit* edit() const { return m_edit; }

  Q_SIGNALS:
    void kept(const QString& text);
    void closed();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void keep();
    void dismiss();

    QPlainTextEdit* m_edit;
};

} // namespace trutina::ui
