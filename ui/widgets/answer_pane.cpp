// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/answer_pane.h"

#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/widgets/text_label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextDocumentFragment>
#include <QTextFrame>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace trutina::ui {

namespace {

/// Loads nothing, whatever the text asks for.
class ClosedBrowser : public QTextBrowser {
  public:
    using QTextBrowser::QTextBrowser;
    QVariant loadResource(int /*type*/, const QUrl& /*name*/) override { return {}; }

  protected:
    /// Being polished must not give the text the size of the interface.
    void changeEvent(QEvent* event) override {
        QTextBrowser::changeEvent(event);
        if (event->type() == QEvent::FontChange) {
            document()->setDefaultFont(ui::font(TextRole::Answer));
        }
    }
};

} // namespace

AnswerPane::AnswerPane(QWidget* parent)
    : QWidget(parent),
      m_browser(new ClosedBrowser(this)),
      m_moreBar(new QWidget(this)),
      m_moreText(new TextLabel({}, TextRole::Label, TextWeight::Regular, ColorRole::MutedText)),
      m_more(new QPushButton(tr("Show all"))),
      m_paddingX(space::l),
      m_paddingY(size::cardPadding) {
    m_browser->setOpenLinks(false);
    m_browser->setOpenExternalLinks(false);
    m_browser->setFrameShape(QFrame::NoFrame);
    m_browser->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_browser->setFocusPolicy(Qt::StrongFocus);
    m_browser->viewport()->setAutoFillBackground(false);
    m_browser->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    connect(m_browser, &QTextBrowser::anchorClicked, this, &AnswerPane::linkActivated);

    auto* more = new QHBoxLayout(m_moreBar);
    more->setContentsMargins(space::l, space::s, space::l, space::s);
    more->addWidget(m_moreText, 1);
    more->addWidget(m_more);
    m_moreBar->hide();
    connect(m_more, &QPushButton::clicked, this, &AnswerPane::showAll);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_browser, 1);
    layout->addWidget(m_moreBar);
    connect(&Theme::instance(), &Theme::changed, this, &AnswerPane::render);
}

void AnswerPane::setText(const QString& text, TextForm form) {
    setParts({{{}, text}}, form);
}

void AnswerPane::setParts(const std::vector<TextPart>& parts, TextForm form) {
    if (parts == m_parts && form == m_form) {
        return;
    }
    m_parts = parts;
    m_form = form;
    m_length = 0;
    for (const TextPart& part : m_parts) {
        m_length += part.text.size();
    }
    m_showsAll = m_length <= firstPart;
    render();
    scrollBar()->setValue(0);
}

QString AnswerPane::text() const {
    QStringList texts;
    for (const TextPart& part : m_parts) {
        texts << part.text;
    }
    return texts.join(QStringLiteral("\n\n"));
}

void AnswerPane::setForm(TextForm form) {
    if (form != m_form) {
        m_form = form;
        render();
    }
}

void AnswerPane::showAll() {
    m_showsAll = true;
    render();
}

void AnswerPane::setGrowsToLines(int lines) {
    m_lines = lines;
    refreshHeight();
}

QScrollBar* AnswerPane::scrollBar() const {
    return m_plain != nullptr && m_plain->isVisibleTo(this) ? m_plain->verticalScrollBar() : m_browser->verticalScrollBar();
}

void AnswerPane::setPadding(int horizontal, int vertical) {
    m_paddingX = horizontal;
    m_paddingY = vertical;
    render();
}

void AnswerPane::render() {
    const bool isHuge = m_showsAll && m_length > markdownLimit;
    if (isHuge && m_plain == nullptr) {
        m_plain = new QPlainTextEdit(this);
        m_plain->setReadOnly(true);
        m_plain->setUndoRedoEnabled(false);
        m_plain->setFrameShape(QFrame::NoFrame);
        static_cast<QVBoxLayout*>(layout())->insertWidget(0, m_plain, 1);
    }
    if (m_plain != nullptr) {
        m_plain->setVisible(isHuge);
        if (isHuge) {
            m_plain->setFont(ui::font(TextRole::Answer));
            m_plain->setPlainText(text());
        } else {
            m_plain->clear();
        }
    }
    m_browser->setVisible(!isHuge);
    if (!isHuge) {
        const int at = m_browser->verticalScrollBar()->value();
        m_browser->setFont(ui::font(TextRole::Answer));
        fillDocument(*m_browser->document());
        // The margin of the document, not of the viewport: the scroll bar then stands at the edge of the card.
        QTextFrameFormat root = m_browser->document()->rootFrame()->frameFormat();
        // The height that lines have beyond their letters lies above them.
        root.setLeftMargin(scaled(m_paddingX));
        root.setRightMargin(scaled(m_paddingX));
        root.setTopMargin(scaled(m_paddingY - space::xs));
        root.setBottomMargin(scaled(m_paddingY));
        m_browser->document()->rootFrame()->setFrameFormat(root);
        m_browser->verticalScrollBar()->setValue(at);
    }
    m_moreBar->setVisible(!m_showsAll);
    m_moreText->setText(tr("The first %1 of %2 characters.").arg(QLocale().toString(firstPart), QLocale().toString(m_length)));
    refreshHeight();
}

void AnswerPane::fillDocument(QTextDocument& document) const {
    qsizetype room = m_showsAll ? m_length : firstPart;
    if (m_parts.size() == 1 && m_parts.front().caption.isEmpty()) {
        fillAnswerDocument(document, m_parts.front().text.left(room), m_form);
        return;
    }
    fillAnswerDocument(document, {}, TextForm::Plain);
    QTextCursor cursor(&document);
    for (const TextPart& part : m_parts) {
        if (room <= 0) {
            break;
        }
        QTextBlockFormat line;
        line.setLineHeight(lineHeight(TextRole::Label), QTextBlockFormat::MinimumHeight);
        line.setTopMargin(cursor.atStart() ? 0 : space::s);
        line.setBottomMargin(space::xs);
        QTextCharFormat caption;
        caption.setFont(ui::font(TextRole::Label, TextWeight::Medium));
        caption.setForeground(color(ColorRole::MutedText));
        if (cursor.atStart()) {
            cursor.setBlockFormat(line);
        } else {
            cursor.insertBlock(line);
        }
        cursor.insertText(part.caption, caption);
        QTextDocument text;
        fillAnswerDocument(text, part.text.left(room), m_form);
        room -= part.text.size();
        cursor.insertBlock(text.begin().blockFormat(), QTextCharFormat());
        cursor.insertFragment(QTextDocumentFragment(&text));
    }
}

void AnswerPane::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    refreshHeight();
}

void AnswerPane::refreshHeight() {
    if (m_lines <= 0) {
        return;
    }
    QTextDocument& document = *m_browser->document();
    document.setTextWidth(m_browser->viewport()->width());
    const int wanted = static_cast<int>(std::ceil(document.size().height()));
    const int most = m_lines * lineHeight(TextRole::Answer) + 2 * scaled(m_paddingY);
    const int height = std::min(wanted, most);
    m_browser->setVerticalScrollBarPolicy(wanted > most ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    m_browser->setFixedHeight(height);
}

} // namespace trutina::ui
