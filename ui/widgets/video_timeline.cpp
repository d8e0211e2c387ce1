// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/video_timeline.h"

#include "ui/style/theme.h"
#include "ui/style/tokens.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace trutina::ui {

namespace {

// At 100 %.
constexpr int lineThickness = 4;
constexpr int handleWidth = 3;
constexpr int handleHeight = 14;
constexpr int markWidth = 2;
constexpr int markHeight = 7;
constexpr int framesPerPage = 10;

int bounded(qint64 frame) {
    return static_cast<int>(std::clamp<qint64>(frame, 0, std::numeric_limits<int>::max()));
}

} // namespace

VideoTimeline::VideoTimeline(QWidget* parent) : QAbstractSlider(parent) {
    setOrientation(Qt::Horizontal);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setPageStep(framesPerPage);
    setRange(0, 0);
    connect(this, &QAbstractSlider::valueChanged, this, [this](int frame) {
        update();
        if (!m_isFollowing) {
            Q_EMIT seekRequested(frame);
        }
    });
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void VideoTimeline::setFrames(qint64 last, const std::vector<std::int64_t>& marks) {
    m_isFollowing = true;
    setRange(0, bounded(last));
    m_isFollowing = false;
    m_marks = marks;
    update();
}

void VideoTimeline::setPosition(qint64 frame) {
    m_isFollowing = true;
    setValue(bounded(frame));
    m_isFollowing = false;
}

void VideoTimeline::setLoop(bool shown, qint64 begin, qint64 end) {
    m_isLoopShown = shown;
    m_loopBegin = begin;
    m_loopEnd = end;
    update();
}

QSize VideoTimeline::sizeHint() const {
    return {scaled(2 * size::minimumPane), scaled(space::xl)};
}

QSize VideoTimeline::minimumSizeHint() const {
    return {scaled(size::minimumPane) / 2, scaled(space::xl)};
}

qreal VideoTimeline::xOf(qint64 frame) const {
    const qreal margin = scaled(handleWidth) / 2.0;
    const qreal share = maximum() > 0 ? static_cast<qreal>(frame) / maximum() : 0;
    return margin + share * (width() - 2 * margin);
}

int VideoTimeline::frameAt(qreal x) const {
    const qreal margin = scaled(handleWidth) / 2.0;
    const qreal share = (x - margin) / std::max(1.0, width() - 2 * margin);
    return static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * maximum()));
}

void VideoTimeline::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const qreal line = scaled(lineThickness);
    const qreal handle = scaled(handleHeight);
    const qreal middle = height() - handle / 2 - 1;
    const QRectF whole(0, middle - line / 2, width(), line);
    painter.setBrush(color(ColorRole::StrongBorder));
    painter.drawRoundedRect(whole, line / 2, line / 2);
    const QColor accent = color(isEnabled() ? ColorRole::Accent : ColorRole::FaintText);
    if (m_isLoopShown) {
        QColor soft = accent;
        soft.setAlphaF(0.55F);
        painter.setBrush(soft);
        const QRectF range(QPointF(xOf(m_loopBegin), whole.top()), QPointF(xOf(m_loopEnd), whole.bottom()));
        painter.drawRoundedRect(range, line / 2, line / 2);
    }
    painter.setBrush(accent);
    const qreal markTop = std::max(0.0, middle - handle / 2 - scaled(markHeight) - 1);
    for (const std::int64_t mark : m_marks) {
        painter.drawRect(QRectF(xOf(mark) - scaled(markWidth) / 2.0, markTop, scaled(markWidth), scaled(markHeight)));
    }
    painter.setBrush(color(ColorRole::Text));
    const QRectF knob(xOf(value()) - scaled(handleWidth) / 2.0, middle - handle / 2, scaled(handleWidth), handle);
    painter.drawRoundedRect(knob, scaled(handleWidth) / 2.0, scaled(handleWidth) / 2.0);
}

void VideoTimeline::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        setSliderDown(true);
        setValue(frameAt(event->position().x()));
    }
}

void VideoTimeline::mouseMoveEvent(QMouseEvent* event) {
    if (isSliderDown()) {
        setValue(frameAt(event->position().x()));
    }
}

void VideoTimeline::mouseReleaseEvent(QMouseEvent* /*event*/) {
    setSliderDown(false);
}

void VideoTimeline::wheelEvent(QWheelEvent* event) {
    event->ignore(); // the wheel belongs to the picture and to the page
}

} // namespace trutina::ui
