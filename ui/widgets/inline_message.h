// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>

class QPushButton;

namespace trutina::contracts {
struct Problem;
} // namespace trutina::contracts

namespace trutina::ui {

class IconButton;
class TextLabel;

enum class MessageKind { Info, Good, Warn, Bad };

/// Tells what happened and what to do, in the page where it happened: an icon, a sentence, at most one action, and a way to close
/// it. Hidden until showMessage().
class InlineMessage : public QWidget {
    Q_OBJECT
  public:
    explicit InlineMessage(QWidget* parent = nullptr);

    /// `detail` is for the curious and stands in the tool tip.
    void showMessage(MessageKind kind, const QString& text, const QString& detail = {});
    /// What went wrong and what to do, as something bad.
    void showProblem(const contracts::Problem& problem);
    /// A button with a verb; empty: none. The function runs on a click.
    void setAction(const QString& verb, std::function<void()> run);
    void setClosable(bool closable); ///< closable unless told otherwise
    [[nodiscard]] QString text() const;
    [[nodiscard]] MessageKind kind() const { return m_kind; }

  Q_SIGNALS:
    void closed(); ///< by the user

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void refresh();

    MessageKind m_kind = MessageKind::Info;
    TextLabel* m_text;
    QPushButton* m_action;
    IconButton* m_close;
    std::function<void()> m_run;
};

} // namespace trutina::ui
