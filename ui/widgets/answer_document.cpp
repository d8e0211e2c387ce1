// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/answer_document.h"

#include "ui/style/tokens.h"

#include <QCoreApplication>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextFrame>
#include <QTextList>
#include <QTextTable>

#include <algorithm>
#include <vector>

namespace trutina::ui {

namespace {

/// Sizes of headings in steps of the type scale: no answer shouts louder than the page title.
QFont headingFont(int level) {
    QFont result = font(level == 1 ? TextRole::PageTitle : TextRole::Answer, TextWeight::SemiBold);
    if (level == 2) {
        result.setPixelSize((font(TextRole::PageTitle).pixelSize() + font(TextRole::Answer).pixelSize()) / 2);
    }
    return result;
}

bool isCode(const QTextBlockFormat& format) {
    return format.hasProperty(QTextFormat::BlockCodeFence) || format.hasProperty(QTextFormat::BlockCodeLanguage) ||
           format.nonBreakableLines();
}

/// A picture in the text becomes its alternative words: nothing an answer names is ever loaded.
void replacePictures(QTextDocument& document) {
    struct Place {
        int position;
        QString words;
    };
    std::vector<Place> places;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextFragment fragment = it.fragment();
            if (fragment.charFormat().isImageFormat()) {
                const QTextImageFormat image = fragment.charFormat().toImageFormat();
                const QString alt = image.property(QTextFormat::ImageAltText).toString();
                const QString words = alt.isEmpty() ? image.name() : alt;
                for (int k = 0; k < fragment.length(); ++k) {
                    places.push_back(
                        {fragment.position() + k, QCoreApplication::translate("AnswerPane", "[picture: %1]").arg(words)});
                }
            }
        }
    }
    // From the end, so that the places before stay where they are.
    std::ranges::reverse(places);
    for (const Place& place : places) {
        QTextCursor cursor(&document);
        cursor.setPosition(place.position);
        cursor.setPosition(place.position + 1, QTextCursor::KeepAnchor);
        cursor.insertText(place.words, QTextCharFormat());
    }
}

/// Qt's reader leaves an empty line in the first cell of a table, forgets to make that cell a heading, and leaves another empty
/// line behind the table.
void tidyTables(QTextDocument& document) {
    const QList<QTextFrame*> frames = document.rootFrame()->childFrames();
    for (QTextFrame* frame : frames) {
        auto* table = qobject_cast<QTextTable*>(frame);
        if (table == nullptr) {
            continue;
        }
        QTextCursor first = table->cellAt(0, 0).firstCursorPosition();
        if (first.block().length() == 1 && first.block() != table->cellAt(0, 0).lastCursorPosition().block()) {
            first.deleteChar();
        }
        first = table->cellAt(0, 0).firstCursorPosition();
        first.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        QTextCharFormat heading;
        heading.setFontWeight(QFont::DemiBold);
        first.mergeCharFormat(heading);
        QTextCursor behind(&document);
        behind.setPosition(table->lastPosition() + 1);
        if (behind.block().length() == 1 && behind.block().next().isValid()) {
            behind.deleteChar();
        }
    }
}

void formatBlock(const QTextBlock& block, TextForm form) {
    QTextCursor cursor(block);
    QTextBlockFormat format = block.blockFormat();
    const bool isFirst = block.blockNumber() == 0;
    const bool isListItem = block.textList() != nullptr;
    const bool isListEnd = isListItem && (!block.next().isValid() || block.next().textList() == nullptr);
    const bool isTable = cursor.currentTable() != nullptr;
    const int heading = format.headingLevel();
    const bool code = form == TextForm::Markdown && isCode(format);
    if (!code) {
        format.setLineHeight(lineHeight(TextRole::Answer), QTextBlockFormat::MinimumHeight);
    }
    const int gap = scaled(size::paragraphGap);
    format.setTopMargin(heading > 0 && !isFirst ? gap / 2.0 : 0);
    format.setBottomMargin((isListItem && !isListEnd) || isTable || (code && isCode(block.next().blockFormat())) ? 0 : gap);
    if (form == TextForm::Plain || block == block.document()->lastBlock()) {
        format.setBottomMargin(0);
    }
    if (code) {
        format.setBackground(color(ColorRole::Sunken));
        format.setNonBreakableLines(false);
    }
    if (format.intProperty(QTextFormat::BlockQuoteLevel) > 0) {
        format.setLeftMargin(scaled(space::l) * format.intProperty(QTextFormat::BlockQuoteLevel));
    }
    cursor.setBlockFormat(format);

    struct Run {
        int from;
        int length;
        QTextCharFormat change;
    };
    std::vector<Run> runs;
    for (auto it = block.begin(); !it.atEnd(); ++it) {
        const QTextFragment fragment = it.fragment();
        const QTextCharFormat before = fragment.charFormat();
        QTextCharFormat change;
        if (code || before.fontFixedPitch()) {
            const QFont mono = font(TextRole::Code);
            change.setFontFamilies(mono.families());
            change.setProperty(QTextFormat::FontPixelSize, mono.pixelSize());
            if (!code) {
                change.setBackground(color(ColorRole::Sunken));
            }
        } else if (heading > 0) {
            const QFont large = headingFont(heading);
            change.setProperty(QTextFormat::FontSizeAdjustment, 0);
            change.setProperty(QTextFormat::FontPixelSize, large.pixelSize());
            change.setFontWeight(large.weight());
        } else if (before.fontWeight() > QFont::DemiBold) {
            change.setFontWeight(QFont::DemiBold);
        }
        if (before.isAnchor()) {
            change.setForeground(color(ColorRole::Accent));
            change.setFontUnderline(true);
        } else if (format.intProperty(QTextFormat::BlockQuoteLevel) > 0) {
            change.setForeground(color(ColorRole::MutedText));
        }
        runs.push_back({fragment.position(), fragment.length(), change});
    }
    for (const Run& run : runs) {
        cursor.setPosition(run.from);
        cursor.setPosition(run.from + run.length, QTextCursor::KeepAnchor);
        cursor.mergeCharFormat(run.change);
    }
}

void formatTables(QTextFrame& frame) {
    for (QTextFrame* child : frame.childFrames()) {
        if (auto* table = qobject_cast<QTextTable*>(child)) {
            QTextTableFormat format = table->format();
            format.setBorder(size::hairline);
            format.setBorderCollapse(true);
            format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
            format.setBorderBrush(color(ColorRole::Border));
            format.setCellPadding(size::chipGap);
            format.setCellSpacing(0);
            format.setTopMargin(scaled(size::paragraphGap));
            format.setBottomMargin(scaled(size::paragraphGap));
            table->setFormat(format);
        }
        formatTables(*child);
    }
}

} // namespace

void fillAnswerDocument(QTextDocument& document, const QString& text, TextForm form) {
    document.setUndoRedoEnabled(false);
    document.setDefaultFont(font(TextRole::Answer));
    document.setDocumentMargin(0);
    document.setIndentWidth(scaled(size::listIndent));
    if (form == TextForm::Markdown) {
        document.setMarkdown(text, QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) |
                                       QTextDocument::MarkdownNoHTML);
        replacePictures(document);
        tidyTables(document);
    } else {
        document.setPlainText(text);
    }
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        formatBlock(block, form);
    }
    formatTables(*document.rootFrame());
}

} // namespace trutina::ui
