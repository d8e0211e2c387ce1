// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/picture_cache.h"

#include <QDateTime>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QImageReader>
#include <QtConcurrent>

#include <algorithm>

namespace trutina::ui {

namespace {

constexpr int keptKibibytes = 384 * 1024;

/// A file that changed is another picture.
QString keyOf(const QString& file) {
    const QFileInfo info(file);
    return file + u'|' + QString::number(info.size()) + u'|' + QString::number(info.lastModified().toMSecsSinceEpoch());
}

DecodedPicture decode(const QString& file) {
    QImageReader reader(file);
    reader.setAutoTransform(false);
    reader.setDecideFormatFromContent(true);
    DecodedPicture result;
    result.image = reader.read();
    if (result.image.isNull()) {
        result.reason = reader.errorString();
    } else {
        result.image.convertTo(result.image.hasAlphaChannel() ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32);
    }
    return result;
}

} // namespace

PictureCache::PictureCache(QObject* parent) : QObject(parent), m_kept(keptKibibytes) {}

void PictureCache::request(const QString& file, QObject* guard, Reply reply) {
    const QString key = keyOf(file);
    if (const DecodedPicture* kept = m_kept.object(key)) {
        reply(*kept);
        return;
    }
    start(key, file);
    m_running[key].push_back({guard, std::move(reply)});
}

void PictureCache::prefetch(const QString& file) {
    const QString key = keyOf(file);
    if (!m_kept.contains(key)) {
        start(key, file);
    }
}

void PictureCache::start(const QString& key, const QString& file) {
    if (m_running.contains(key)) {
        return;
    }
    m_running.insert(key, {});
    auto* watcher = new QFutureWatcher<DecodedPicture>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, key] {
        finish(key, watcher->result());
        watcher->deleteLater();
    });
    watcher->setFuture(QtConcurrent::run(decode, file));
}

void PictureCache::finish(const QString& key, const DecodedPicture& picture) {
    const auto cost = std::max<qsizetype>(1, picture.image.sizeInBytes() / 1024);
    m_kept.insert(key, new DecodedPicture(picture), static_cast<int>(std::min<qsizetype>(cost, keptKibibytes)));
    for (const Waiting& waiting : m_running.take(key)) {
        if (waiting.guard != nullptr) {
            waiting.reply(picture);
        }
    }
}

} // namespace trutina::ui
