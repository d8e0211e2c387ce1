// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/english_plurals.h"

namespace trutina::ui {

QString EnglishPlurals::translate(const char* /*context*/, const char* sourceText, const char* /*disambiguation*/, int n) const {
    if (n < 0) {
        return {}; // no number in it: the source text is the text
    }
    QString text = QString::fromUtf8(sourceText);
    return text.replace(QStringLiteral("(s)"), n == 1 ? QString() : QStringLiteral("s"));
}

} // namespace trutina::ui
