// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>

#include <filesystem>

namespace trutina::contracts {

/// Paths between Qt and the standard library, by the encoding of file names.
[[nodiscard]] inline std::filesystem::path pathOf(const QString& file) {
    return {QFile::encodeName(file).toStdString()};
}
[[nodiscard]] inline QString textOf(const std::filesystem::path& path) {
    return QFile::decodeName(QByteArray::fromStdString(path.string()));
}

} // namespace trutina::contracts
