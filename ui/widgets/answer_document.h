// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QTextDocument;

namespace trutina::ui {

enum class TextForm { Markdown, Plain };

/// Fills a document with the text of an answer or a prompt in our type scale: Markdown without HTML, or the text as it is.
/// Pictures named by the text are not loaded; their words stand in their place. Direction follows the content, block by block.
void fillAnswerDocument(QTextDocument& document, const QString& text, TextForm form);

} // namespace trutina::ui
