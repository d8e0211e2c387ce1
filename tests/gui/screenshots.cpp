// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/screenshots.h"

#include "ui/style/theme.h"

#include <QDir>
#include <QPainter>
#include <QPixmap>
#include <QTest>
#include <QWidget>

namespace trutina::testing {

bool wantsScreenshots() {
    return qEnvironmentVariableIsSet("TRUTINA_SCREENSHOTS");
}

void takeScreenshot(QWidget& widget, const QString& name) {
    const QDir folder(qEnvironmentVariable("TRUTINA_SCREENSHOTS"));
    QVERIFY(folder.mkpath(QStringLiteral(".")));
    QTest::qWait(250); // fades end, pictures arrive
    const QString theme = ui::Theme::instance().isDark() ? QStringLiteral("dark") : QStringLiteral("light");
    QVERIFY(widget.grab().save(folder.filePath(name + QLatin1Char('-') + theme + QStringLiteral(".png"))));
}

void drawPicture(const QString& path) {
    QImage image(960, 720, QImage::Format_RGB32);
    image.fill(QColor(226, 230, 232));
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.fillRect(0, 430, 960, 290, QColor(158, 106, 62));
    painter.setBrush(QColor(236, 235, 230));
    painter.drawRoundedRect(180, 330, 200, 220, 30, 30);
    painter.setBrush(QColor(62, 36, 20));
    painter.drawEllipse(190, 322, 180, 44);
    painter.setBrush(QColor(44, 108, 148));
    painter.drawRoundedRect(540, 360, 200, 220, 30, 30);
    painter.setBrush(QColor(26, 66, 92));
    painter.drawEllipse(550, 352, 180, 44);
    painter.end();
    QVERIFY(image.save(path));
}

} // namespace trutina::testing
