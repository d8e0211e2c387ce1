// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"

#include <QImage>
#include <QLinearGradient>
#include <QPainter>
#include <QPainterPath>
#include <QString>

#include <string>
#include <vector>

namespace trutina::testing {

/// Two cups on a table under a window: a picture with something to see in it.
inline QImage cupsPicture(QSize size = {1280, 920}) {
    QImage image(size, QImage::Format_RGB32);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(size.width() / 640.0, size.height() / 460.0);
    QLinearGradient wall(0, 0, 0, 460);
    wall.setColorAt(0, QColor(220, 230, 234));
    wall.setColorAt(1, QColor(242, 233, 218));
    painter.fillRect(0, 0, 640, 460, wall);
    painter.setPen(QPen(QColor(194, 184, 166), 8));
    painter.setBrush(QColor(248, 251, 252));
    painter.drawRect(60, 40, 180, 210);
    painter.drawLine(150, 40, 150, 250);
    painter.drawLine(60, 145, 240, 145);
    painter.fillRect(0, 290, 640, 170, QColor(160, 112, 68));
    const auto cup = [&painter](qreal x, qreal y, const QColor& body, const QColor& inside, qreal level) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(QColor(60, 38, 20, 90));
        painter.drawEllipse(QPointF(x + 66, y + 112), 84, 15);
        painter.setPen(QPen(body, 12));
        painter.setBrush(Qt::NoBrush);
        painter.drawArc(QRectF(x + 110, y + 20, 56, 62), -90 * 16, 180 * 16);
        painter.setPen(Qt::NoPen);
        painter.setBrush(body);
        QPainterPath side;
        side.moveTo(x, y);
        side.lineTo(x + 130, y);
        side.lineTo(x + 114, y + 112);
        side.lineTo(x + 16, y + 112);
        painter.drawPath(side);
        painter.setBrush(body.darker(115));
        painter.drawEllipse(QPointF(x + 65, y), 65, 14);
        painter.setBrush(inside);
        painter.drawEllipse(QPointF(x + 65, y + level), 55, 10);
    };
    cup(110, 250, QColor(237, 237, 234), QColor(75, 46, 25), 2);
    cup(350, 280, QColor(46, 111, 149), QColor(27, 66, 88), 9);
    painter.setBrush(QColor(200, 64, 47));
    painter.drawEllipse(QPointF(560, 330), 26, 26);
    return image;
}

/// The item of the mock-ups: two answers about two cups.
inline storage::NewItem cupsItem(const std::vector<std::string>& pictures = {}) {
    storage::NewItem item;
    item.prompt = {{"user", "Which cup is fuller, and how can you tell?"}};
    for (const std::string& picture : pictures) {
        item.media.push_back({picture, storage::MediaReading::Image});
    }
    storage::NewCandidate first;
    first.name = "qwen-small";
    first.turns = {{"assistant",
                    "The **white cup** is fuller. Its coffee reaches almost to the rim: you can see the dark surface as a "
                    "wide oval just under the edge.\n\nIn the blue cup the surface sits lower and only a thin band of it is "
                    "visible behind the near wall."}};
    storage::NewCandidate second;
    second.name = "llava-mini";
    second.turns = {{"assistant",
                     "Both cups seem to hold about the same amount of coffee. A few things to keep in mind:\n\n"
                     "- The cups differ in colour, which can mislead the eye.\n- The apple on the right gives a sense of "
                     "scale.\n- Without a side view the level cannot be measured.\n\nSo the answer is that they are **equally "
                     "full**."}};
    item.candidates = {first, second};
    return item;
}

/// An item with `count` short answers.
inline storage::NewItem itemWith(int count, const std::string& prompt = "Describe the scene for a blind reader.") {
    storage::NewItem item;
    item.prompt = {{"user", prompt}};
    for (int k = 1; k <= count; ++k) {
        storage::NewCandidate candidate;
        candidate.name = "writer-" + std::to_string(k);
        candidate.turns = {
            {"assistant", "Answer number " + std::to_string(k) +
                              ". A white cup and a blue cup stand on a wooden table; daylight falls through the window "
                              "behind them, and an apple lies at the right."}};
        item.candidates.push_back(candidate);
    }
    return item;
}

} // namespace trutina::testing
