// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/compare_texts.h"

#include <QCoreApplication>
#include <QFileInfo>
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

bool looksLikeVideo(const storage::MediaRecord& medium) {
    if (medium.as != storage::MediaReading::Automatic) {
        return medium.as == storage::MediaReading::Video;
    }
    static const QStringList endings{QStringLiteral("mp4"), QStringLiteral("mkv"), QStringLiteral("webm"),
                                     QStringLiteral("mov"), QStringLiteral("avi"), QStringLiteral("m4v")};
    return endings.contains(QFileInfo(fromUtf8(medium.originalName)).suffix().toLower());
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

std::vector<PictureSource> picturesOf(const std::vector<storage::MediaRecord>& media) {
    std::vector<PictureSource> pictures;
    pictures.reserve(media.size());
    for (const storage::MediaRecord& medium : media) {
        PictureSource picture{fromPath(medium.path), fromUtf8(medium.originalName), {}, false};
        if (medium.state == storage::MediaState::Missing) {
            picture.problem =
                words("The picture %1 is not where it was. Say where it is now, or go on without it.").arg(picture.name);
            picture.canBeFound = true;
        } else if (medium.state == storage::MediaState::Changed) {
            picture.problem = words("The file %1 has changed since it was added, so it is not the picture of this item any more.")
                                  .arg(picture.name);
            picture.canBeFound = true;
        } else if (looksLikeVideo(medium)) {
            picture.problem = words("%1 is a video. Videos cannot be played yet.").arg(picture.name);
        }
        pictures.push_back(picture);
    }
    return pictures;
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

} // namespace trutina::ui
