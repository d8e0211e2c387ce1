// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCache>
#include <QHash>
#include <QImage>
#include <QObject>
#include <QPointer>

#include <functional>
#include <vector>

namespace trutina::ui {

/// What came of reading a picture: pixels, or a sentence that says why not.
struct DecodedPicture {
    QImage image;
    QString reason; ///< for the curious; empty when there is an image
};

/// Reads pictures on worker threads and keeps the latest. The rotation that a camera notes in EXIF is NOT applied, because the
/// model does not see it either. GUI thread; one per page.
class PictureCache : public QObject {
    Q_OBJECT
  public:
    using Reply = std::function<void(const DecodedPicture&)>;

    explicit PictureCache(QObject* parent = nullptr);

    /// Replies from the event loop, or at once when the picture is kept. Never after `guard` is gone.
    void request(const QString& file, QObject* guard, Reply reply);
    /// Reads ahead, so that a later request is answered at once.
    void prefetch(const QString& file);

  private:
    struct Waiting {
        QPointer<QObject> guard;
        Reply reply;
    };
    void start(const QString& key, const QString& file);
    void finish(const QString& key, const DecodedPicture& picture);

    QCache<QString, DecodedPicture> m_kept; ///< cost in KiB
    QHash<QString, std::vector<Waiting>> m_running;
};

} // namespace trutina::ui
