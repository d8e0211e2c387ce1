// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/thumbnail.h"

#include "ui/contracts/video_desk.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <QFileInfo>
#include <QFutureWatcher>
#include <QImageReader>
#include <QPainter>
#include <QPainterPath>
#include <QtConcurrentRun>

#include <utility>

namespace trutina::ui {

namespace {

QImage readSmall(const QString& file, QSize room) {
    QImageReader reader(file);
    reader.setDecideFormatFromContent(true);
    const QSize full = reader.size();
    if (full.isValid() && (full.width() > room.width() || full.height() > room.height())) {
        reader.setScaledSize(full.scaled(room, Qt::KeepAspectRatio));
    }
    return reader.read();
}

void paintVideoSign(QPainter& painter, const QRect& area) {
    const int side = scaled(size::badge);
    const int inner = scaled(size::smallIcon);
    const QRect ground(area.left() + scaled(space::xs), area.bottom() - side - scaled(space::xs), side, side);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(ColorRole::MediaTools));
    painter.drawRoundedRect(ground, size::badgeRadius, size::badgeRadius);
    QRect sign(0, 0, inner, inner);
    sign.moveCenter(ground.center());
    painter.drawPixmap(sign, iconPixmap("film", color(ColorRole::OnMediaTools), inner, painter.device()->devicePixelRatioF()));
}

} // namespace

Thumbnail::~Thumbnail() {
    closeVideo();
}

Thumbnail::Thumbnail(contracts::VideoDesk& videos, int widthAt100, int heightAt100, QWidget* parent)
    : QWidget(parent), m_videos(videos), m_width(widthAt100), m_height(heightAt100) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

QSize Thumbnail::sizeHint() const {
    return {scaled(m_width), scaled(m_height)};
}

void Thumbnail::setFile(const QString& file) {
    if (file == m_file) {
        return;
    }
    closeVideo();
    m_file = file;
    m_image = {};
    m_isVideo = false;
    m_hasFailed = false;
    setAccessibleName(tr("Picture %1").arg(QFileInfo(file).fileName()));
    setToolTip(QFileInfo(file).fileName());
    update();
    if (!file.isEmpty()) {
        readPicture();
    }
}

/// Twice the size, so that it stays crisp when the text size or the density of the screen is doubled.
QSize Thumbnail::room() const {
    return sizeHint() * 2 * devicePixelRatioF();
}

void Thumbnail::readPicture() {
    auto* watcher = new QFutureWatcher<QImage>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, file = m_file] {
        watcher->deleteLater();
        if (file != m_file) {
            return;
        }
        m_image = watcher->result();
        if (m_image.isNull() && QFileInfo::exists(file)) {
            readVideo(); // only the engine can tell whether it is one
        } else {
            m_hasFailed = m_image.isNull();
        }
        update();
    });
    watcher->setFuture(QtConcurrent::run(readSmall, m_file, room()));
}

void Thumbnail::readVideo() {
    m_video = m_videos.open(m_file, this, {});
    m_videos.requestFrame(
        m_video, {0, room(), 0}, this, [this, video = m_video](const contracts::Outcome<contracts::SharedFrame>& outcome) {
            if (video != m_video) {
                return;
            }
            closeVideo();
            m_hasFailed = !outcome.isValue();
            if (outcome.isValue()) {
                const engine::VideoFrame& frame = *outcome.value();
                m_isVideo = true;
                m_image = QImage(frame.rgb.data(), frame.width, frame.height, qsizetype{3} * frame.width, QImage::Format_RGB888)
                              .convertToFormat(QImage::Format_RGB32);
                setAccessibleName(tr("Video %1").arg(QFileInfo(m_file).fileName()));
            }
            update();
        });
}

void Thumbnail::closeVideo() {
    if (m_video != 0) {
        m_videos.close(std::exchange(m_video, 0));
    }
}

void Thumbnail::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath shape;
    shape.addRoundedRect(rect(), size::cardRadius, size::cardRadius);
    painter.setClipPath(shape);
    painter.fillRect(rect(), color(ColorRole::MediaBackdrop));
    if (!m_image.isNull()) {
        QRect target(QPoint(), m_image.size().scaled(size(), Qt::KeepAspectRatio));
        target.moveCenter(rect().center());
        painter.drawImage(target, m_image);
        if (m_isVideo) {
            paintVideoSign(painter, rect());
        }
    } else if (m_hasFailed) {
        const int side = scaled(size::icon);
        const QColor ink = color(ColorRole::OnMedia);
        const bool isThere = QFileInfo::exists(m_file);
        QRect icon(0, 0, side, side);
        icon.moveCenter(rect().center() - QPoint(0, scaled(space::s)));
        painter.drawPixmap(icon, iconPixmap(isThere ? "film" : "warning", ink, side, devicePixelRatioF()));
        painter.setPen(ink);
        painter.setFont(ui::font(TextRole::Label));
        painter.drawText(QRect(0, icon.bottom(), width(), scaled(space::xl)), Qt::AlignCenter,
                         isThere ? tr("no preview") : tr("not there"));
    }
}

} // namespace trutina::ui
