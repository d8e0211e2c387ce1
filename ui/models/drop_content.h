// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringList>
#include <QUrl>

namespace trutina::ui {

/// What lies in a drop or on the clipboard, sorted by what the program can do with it. Files are told by their endings; whether a
/// picture can be read is found out when it is read.
struct DropContent {
    QStringList pictures; ///< pictures and videos: media of an item
    QStringList records;  ///< data sets to import
    QStringList projects; ///< .trutina files
    QStringList folders;  ///< a model, or a data set in a folder
    QStringList others;

    [[nodiscard]] static DropContent sort(const QList<QUrl>& urls);
    [[nodiscard]] bool isUseful() const {
        return !pictures.isEmpty() || !records.isEmpty() || !projects.isEmpty() || !folders.isEmpty();
    }
    /// Endings of media files, for file dialogs: "*.png *.jpg …".
    [[nodiscard]] static QStringList mediaPatterns();
};

/// Whether a folder looks like a model: it holds a config.json and weights.
[[nodiscard]] bool looksLikeModelFolder(const QString& folder);

} // namespace trutina::ui
