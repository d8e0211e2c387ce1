// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/wording.h"

#include <QDateTime>
#include <QDir>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace trutina::ui {

QString Wording::bytes(qint64 bytes) {
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QString Wording::clipTime(double seconds) {
    constexpr qint64 kHundredths = 100;
    constexpr qint64 kMinute = 60;
    constexpr qint64 kHour = 60 * kMinute;
    const qint64 all = std::max<qint64>(0, std::llround(seconds * kHundredths));
    const qint64 whole = all / kHundredths;
    const auto twoDigits = [](qint64 number) { return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0')); };
    const QString end = twoDigits(whole % kMinute) + QLocale().decimalPoint() + twoDigits(all % kHundredths);
    const qint64 minutes = whole % kHour / kMinute;
    return whole < kHour ? QString::number(minutes) + u':' + end
                         : QString::number(whole / kHour) + u':' + twoDigits(minutes) + u':' + end;
}

QString Wording::media(const std::vector<storage::MediaRecord>& media) {
    const auto videos = static_cast<int>(std::ranges::count_if(media, &storage::MediaRecord::isVideo));
    const int pictures = static_cast<int>(media.size()) - videos;
    QStringList parts;
    if (pictures > 0) {
        parts << tr("%n picture(s)", nullptr, pictures);
    }
    if (videos > 0) {
        parts << tr("%n video(s)", nullptr, videos);
    }
    return parts.join(tr(", "));
}

QString Wording::count(qint64 number) {
    return QLocale().toString(number);
}

QString Wording::when(qint64 milliseconds, qint64 now) {
    constexpr qint64 kJustNow = 60'000;
    if (now - milliseconds < kJustNow && now >= milliseconds) {
        return tr("just now");
    }
    const QDateTime then = QDateTime::fromMSecsSinceEpoch(milliseconds);
    const QDateTime today = QDateTime::fromMSecsSinceEpoch(now);
    if (then.date() == today.date()) {
        return QLocale().toString(then.time(), QStringLiteral("HH:mm"));
    }
    const QString pattern = then.date().year() == today.date().year() ? QStringLiteral("d MMM") : QStringLiteral("d MMM yyyy");
    return QLocale().toString(then.date(), pattern);
}

QString Wording::device(const std::string& name) {
    QString text = QString::fromStdString(name);
    if (text == QLatin1String("cpu")) {
        return tr("CPU");
    }
    if (text.startsWith(QLatin1String("cuda"))) {
        const QString index = text.section(QLatin1Char(':'), 1);
        return index.isEmpty() ? tr("GPU") : tr("GPU %1").arg(index);
    }
    return text;
}

QString Wording::device(const engine::DeviceChoice& choice) {
    switch (choice.kind) {
    case engine::DeviceKind::Automatic:
        return tr("Automatic");
    case engine::DeviceKind::Cpu:
        return tr("CPU");
    case engine::DeviceKind::Cuda:
        return tr("GPU %1").arg(choice.index);
    }
    return {};
}

QString Wording::computeType(engine::ComputeType type) {
    switch (type) {
    case engine::ComputeType::Automatic:
        return tr("Automatic");
    case engine::ComputeType::Float32:
        return tr("float32");
    case engine::ComputeType::BFloat16:
        return tr("bfloat16");
    case engine::ComputeType::Float16:
        return tr("float16");
    }
    return {};
}

QString Wording::path(const QString& path) {
    const QString home = QDir::homePath();
    QString shown = path;
    if (path == home || path.startsWith(home + QLatin1Char('/'))) {
        shown.replace(0, home.size(), QStringLiteral("~"));
    }
    return QDir::toNativeSeparators(shown);
}

QString Wording::progress(const storage::ItemCounts& counts) {
    return tr("%1 of %2").arg(count(counts.all - counts.open), count(counts.all));
}

double Wording::progressFraction(const storage::ItemCounts& counts) {
    return counts.all > 0 ? static_cast<double>(counts.all - counts.open) / counts.all : 0;
}

QString Wording::capitalised(QString text) {
    if (!text.isEmpty()) {
        text[0] = text.at(0).toUpper();
    }
    return text;
}

} // namespace trutina::ui
