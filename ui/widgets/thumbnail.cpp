// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/thumbnail.h"

#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <QFileInfo>
#include <QFutureWatcher>
#include <QImageReader>
#include <QPainter>
#include <QPainterPath>
#include <QtConcurrentRun>

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

} // namespace

Thumbnail::Thumbnail(int widthAt100, int heightAt100, QWidget* parent)
    : QWidget(parent), m_width(widthAt100), m_height(heightAt100) {
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
    m_file = file;
    m_image = {};
    m_hasFailed = false;
    setAccessibleName(tr("Picture %1").arg(QFileInfo(file).fileName()));
    setToolTip(QFileInfo(file).fileName());
    update();
    if (file.isEmpty()) {
        return;
    }
    auto* watcher = new QFutureWatcher<QImage>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, file] {
        watcher->deleteLater();
        if (file != m_file) {
            return;
        }
        m_image = watcher->result();
        m_hasFailed = m_image.isNull();
        update();
    });
    // Twice the room, so that it stays crisp when the text size or the density of the screen is doubled.
    watcher->setFuture(QtConcurrent::run(readSmall, file, sizeHint() * 2 * devicePixelRatioF()));
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
