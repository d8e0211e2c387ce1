// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/answer_document.h"

#include <QWidget>

#include <vector>

class QPlainTextEdit;
class QPushButton;
class QScrollBar;
class QTextBrowser;
class QTextDocument;
class QUrl;

namespace trutina::ui {

class TextLabel;

struct TextPart {
    QString caption;
    QString text;
    bool operator==(const TextPart&) const = default;
};

/// A text to read: selectable, scrollable, never editable. Nothing the text names is loaded, and a link opens nothing:
/// linkActivated() leaves that to the user. A huge text shows its first part and the way to the rest.
class AnswerPane : public QWidget {
    Q_OBJECT
  public:
    explicit AnswerPane(QWidget* parent = nullptr);

    void setText(const QString& text, TextForm form = TextForm::Markdown);
    /// Several texts below each other, each with a caption ("User"); an empty caption shows none.
    void setParts(const std::vector<TextPart>& parts, TextForm form = TextForm::Markdown);
    void setForm(TextForm form);
    [[nodiscard]] QString text() const; ///< of all parts, without captions
    [[nodiscard]] TextForm form() const { return m_form; }
    [[nodiscard]] bool showsAll() const { return m_showsAll; }
    void showAll();

    /// Takes exactly the height its text needs, up to `lines` lines at the current text size; 0: takes the room it is given.
    void setGrowsToLines(int lines);
    [[nodiscard]] QScrollBar* scrollBar() const;
    /// Padding around the text, at 100 %.
    void setPadding(int horizontal, int vertical);
    [[nodiscard]] QTextBrowser* browser() const { return m_browser; }

    /// More characters than this are shown in parts.
    static constexpr qsizetype firstPart = 40'000;
    /// More characters than this are shown without Markdown even when all of them are.
    static constexpr qsizetype markdownLimit = 400'000;

  Q_SIGNALS:
    void linkActivated(const QUrl& url);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void render();
    void fillDocument(QTextDocument& document) const;
    void refreshHeight();

    QTextBrowser* m_browser;
    QPlainTextEdit* m_plain = nullptr; ///< made when a text is too long for the browser
    QWidget* m_moreBar;
    TextLabel* m_moreText;
    QPushButton* m_more;
    std::vector<TextPart> m_parts;
    qsizetype m_length = 0; ///< characters of all parts
    TextForm m_form = TextForm::Markdown;
    bool m_showsAll = true;
    int m_lines = 0;
    int m_paddingX;
    int m_paddingY;
};

} // namespace trutina::ui
