// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/model_info.h"
#include "storage/records/item.h"

#include <QCoreApplication>
#include <QString>

#include <vector>

namespace trutina::ui {

/// Numbers and names as people read them; the same thing has the same words on every page.
class Wording {
    Q_DECLARE_TR_FUNCTIONS(trutina::ui::Wording)
  public:
    [[nodiscard]] static QString bytes(qint64 bytes);                                   ///< "1.4 GB"
    [[nodiscard]] static QString media(const std::vector<storage::MediaRecord>& media); ///< "2 pictures, 1 video"
    [[nodiscard]] static QString count(qint64 number);                                  ///< "92,544" by locale
    [[nodiscard]] static QString when(qint64 milliseconds, qint64 now);                 ///< "just now", "14:05", "12 Mar"
    [[nodiscard]] static QString clipTime(double seconds);        ///< "0:06.24", "1:02:06.24": a place in a video
    [[nodiscard]] static QString device(const std::string& name); ///< "cpu" -> "CPU", "cuda:0" -> "GPU 0"
    [[nodiscard]] static QString device(const engine::DeviceChoice& choice);
    [[nodiscard]] static QString computeType(engine::ComputeType type);
    [[nodiscard]] static QString path(const QString& path);                   ///< "~" for the home folder
    [[nodiscard]] static QString progress(const storage::ItemCounts& counts); ///< "12 of 240"
    [[nodiscard]] static double progressFraction(const storage::ItemCounts& counts);
    [[nodiscard]] static QString capitalised(QString text);
};

} // namespace trutina::ui
