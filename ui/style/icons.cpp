// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/icons.h"

#include "resources/ui_resources.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <algorithm>
#include <cmath>

namespace trutina::ui {

namespace {

QString resourcePath(const QString& name) {
    initializeTrutinaResources();
    return QStringLiteral(":/trutina/icons/%1.svg").arg(name);
}

QPixmap render(const QString& name, QColor tint, QSize devicePixels) {
    const QString key = QStringLiteral("trutina/%1/%2/%3x%4")
                            .arg(name, tint.name(QColor::HexArgb))
                            .arg(devicePixels.width())
                            .arg(devicePixels.height());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) {
        return pixmap;
    }
    QSvgRenderer renderer(resourcePath(name));
    if (!renderer.isValid()) {
        return {};
    }
    QImage image(devicePixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    {
        QPainter painter(&image);
        const int side = std::min(devicePixels.width(), devicePixels.height());
        renderer.render(&painter, QRectF((devicePixels.width() - side) / 2.0, (devicePixels.height() - side) / 2.0, side, side));
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(image.rect(), tint);
    }
    pixmap = QPixmap::fromImage(std::move(image));
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

/// Asks for its colour whenever it paints, so icons follow a live change of the theme without being set again.
class TintedIconEngine : public QIconEngine {
  public:
    TintedIconEngine(QString name, ColorRole role) : m_name(std::move(name)), m_role(role) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State /*state*/) override {
        const qreal ratio = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, render(m_name, tint(mode), (QSizeF(rect.size()) * ratio).toSize()));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State /*state*/) override {
        return render(m_name, tint(mode), size);
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal /*scale*/) override {
        return pixmap(size, mode, state);
    }

    [[nodiscard]] QIconEngine* clone() const override { return new TintedIconEngine(*this); }
    bool isNull() override { return !QFile::exists(resourcePath(m_name)); }
    QString iconName() override { return m_name; }
    [[nodiscard]] QString key() const override { return QStringLiteral("trutina-tinted"); }

  private:
    [[nodiscard]] QColor tint(QIcon::Mode mode) const {
        if (mode == QIcon::Disabled) {
            return color(ColorRole::StrongBorder);
        }
        return color(m_role);
    }

    QString m_name;
    ColorRole m_role;
};

} // namespace

QIcon icon(const char* name, ColorRole role) {
    return QIcon(new TintedIconEngine(QString::fromLatin1(name), role));
}

QPixmap iconPixmap(const char* name, QColor tint, int pixels, qreal devicePixelRatio) {
    const int side = std::max(1, static_cast<int>(std::lround(pixels * devicePixelRatio)));
    QPixmap pixmap = render(QString::fromLatin1(name), tint, QSize(side, side));
    pixmap.setDevicePixelRatio(devicePixelRatio);
    return pixmap;
}

QIcon applicationIcon() {
    return QIcon(resourcePath(QStringLiteral("trutina")));
}

} // namespace trutina::ui
