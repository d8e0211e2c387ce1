// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/contracts/outcome.h"

#include <QDialog>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace trutina::ui {

class InlineMessage;

/// The common frame of all dialogs: a title, a body, a place for messages, and a row of buttons with the one way on at the right.
/// Dialogs are opened with open() and delete themselves; nothing ever waits for them.
class DialogFrame : public QDialog {
    Q_OBJECT
  public:
    DialogFrame(const QString& title, int widthAt100, QWidget* parent);

    [[nodiscard]] QVBoxLayout* body() const { return m_body; }
    [[nodiscard]] InlineMessage& message() const { return *m_message; }
    void showProblem(const contracts::Problem& problem);

    /// The way on. Enter presses it.
    QPushButton* setPrimary(const QString& verb);
    QPushButton* setCancel(const QString& verb); ///< rejects the dialog
    QPushButton* addQuiet(const QString& verb);  ///< at the left end

  protected:
    /// A label with its field below it and, in small print, what it means.
    void addField(const QString& label, QWidget* field, const QString& hint = {});
    void addField(const QString& label, QLayout* field, const QString& hint = {});
    /// The same at the end of another column than the body.
    static void addFieldTo(QVBoxLayout& column, const QString& label, QWidget* field, const QString& hint = {});
    static void addFieldTo(QVBoxLayout& column, const QString& label, QLayout* field, const QString& hint = {});
    static QLabel* hintLabel(const QString& text);

  private:
    QVBoxLayout* m_body;
    InlineMessage* m_message;
    QHBoxLayout* m_buttons;
    QHBoxLayout* m_quietButtons;
};

} // namespace trutina::ui
