// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/compare_texts.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace trutina::ui {

namespace {

QString words(const char* text) {
    return QCoreApplication::translate("Compare", text);
}

QString captionOf(const std::string& role) {
    if (role == "system") {
        return words("System");
    }
    if (role == "assistant") {
        return words("Assistant");
    }
    return role == "user" ? words("User") : fromUtf8(role);
}

} // namespace

QString fromUtf8(const std::string& text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString fromPath(const std::filesystem::path& path) {
    return fromUtf8(path.string());
}

std::vector<TextPart> partsOf(const std::vector<storage::Turn>& turns) {
    const bool needsCaptions = turns.size() > 1 || (turns.size() == 1 && turns.front().role == "system");
    std::vector<TextPart> parts;
    parts.reserve(turns.size());
    for (const storage::Turn& turn : turns) {
        parts.push_back({needsCaptions ? captionOf(turn.role) : QString(), fromUtf8(turn.content)});
    }
    return parts;
}

std::vector<MediaSource> mediaSourcesOf(const std::vector<storage::MediaRecord>& media) {
    std::vector<MediaSource> sources;
    sources.reserve(media.size());
    for (const storage::MediaRecord& medium : media) {
        MediaSource source{fromPath(medium.path), fromUtf8(medium.originalName), {}, false, medium.isVideo};
        if (medium.state == storage::MediaState::Missing) {
            source.problem =
                (medium.isVideo ? words("The video %1 is not where it was. Say where it is now, or go on without it.")
                                : words("The picture %1 is not where it was. Say where it is now, or go on without it."))
                    .arg(source.name);
            source.canBeFound = true;
        } else if (medium.state == storage::MediaState::Changed) {
            source.problem =
                words("The file %1 has changed since it was added, so it is not that of this item any more.").arg(source.name);
            source.canBeFound = true;
        }
        sources.push_back(source);
    }
    return sources;
}

QString rankText(int rank) {
    switch (rank) {
    case 1:
        return words("1st");
    case 2:
        return words("2nd");
    case 3:
        return words("3rd");
    default:
        return words("%1th").arg(rank);
    }
}

QString scoreText(double value) {
    QString text = QLocale().toString(std::abs(value), 'f', 2);
    return value < 0 ? u'−' + text : text;
}

QString differenceText(double value) {
    const QString digits = QLocale().toString(std::abs(value), 'f', 2);
    if (digits == QLocale().toString(0.0, 'f', 2)) {
        return u'±' + digits;
    }
    return (value < 0 ? u'−' : u'+') + digits;
}

} // namespace trutina::ui
