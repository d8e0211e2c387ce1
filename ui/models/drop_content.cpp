// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/drop_content.h"

#include <QDir>
#include <QFileInfo>

namespace trutina::ui {

namespace {

const QStringList& mediaEndings() {
    static const QStringList endings =
        QStringLiteral("png jpg jpeg webp bmp gif tif tiff mp4 mkv webm mov avi m4v").split(QLatin1Char(' '));
    return endings;
}

const QStringList& recordEndings() {
    static const QStringList endings = QStringLiteral("jsonl json csv tsv parquet").split(QLatin1Char(' '));
    return endings;
}

} // namespace

DropContent DropContent::sort(const QList<QUrl>& urls) {
    DropContent content;
    for (const QUrl& url : urls) {
        const QString path = url.toLocalFile();
        if (path.isEmpty()) {
            continue;
        }
        const QFileInfo file(path);
        const QString ending = file.suffix().toLower();
        if (file.isDir()) {
            content.folders.append(path);
        } else if (ending == QLatin1String("trutina")) {
            content.projects.append(path);
        } else if (mediaEndings().contains(ending)) {
            content.pictures.append(path);
        } else if (recordEndings().contains(ending)) {
            content.records.append(path);
        } else {
            content.others.append(path);
        }
    }
    return content;
}

QStringList DropContent::mediaPatterns() {
    QStringList patterns;
    for (const QString& ending : mediaEndings()) {
        patterns.append(QStringLiteral("*.") + ending);
    }
    return patterns;
}

bool looksLikeModelFolder(const QString& folder) {
    const QDir directory(folder);
    const bool hasWeights =
        !directory.entryList({QStringLiteral("*.safetensors"), QStringLiteral("*.bin")}, QDir::Files | QDir::Readable).isEmpty();
    return hasWeights && directory.exists(QStringLiteral("config.json"));
}

} // namespace trutina::ui
