// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/picture_view.h"

#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/widgets/picture_cache.h"

#include <QAbstractButton>
#include <QFutureWatcher>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QWheelEvent>
#include <QtConcurrent>

#include <algorithm>
#include <cmath>
#include <functional>

namespace trutina::ui {

namespace {

constexpr double zoomStep = 1.25;
constexpr double largestScale = 16.0;
/// A tiny picture is not blown up beyond recognition.
constexpr double largestFit = 4.0;
constexpr double loupeScale = 1.0;
/// Room between the picture and its tools.
constexpr int toolMargin = size::chipPadding;

/// The dark, half transparent ground of what floats over a picture.
class FloatingGround : public QWidget {
  public:
    explicit FloatingGround(QWidget* parent) : QWidget(parent) {
        auto* row = new QHBoxLayout(this);
        row->setContentsMargins(space::xs, space::xs, space::xs, space::xs);
        row->setSpacing(0);
        setCursor(Qt::ArrowCursor);
    }

  protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color(ColorRole::MediaTools));
        painter.drawRoundedRect(rect(), size::controlRadius, size::controlRadius);
    }
};

/// A tool on that ground: small white words or an icon.
class Tool : public QAbstractButton {
  public:
    Tool(const QString& words, const char* iconName, const QString& accessibleName, QWidget* parent)
        : QAbstractButton(parent), m_iconName(iconName) {
        setText(words);
        setAccessibleName(accessibleName);
        setToolTip(accessibleName);
        setFocusPolicy(Qt::TabFocus);
        setCursor(Qt::PointingHandCursor);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }
    [[nodiscard]] QSize sizeHint() const override {
        const int side = scaled(size::badge);
        if (m_iconName != nullptr) {
            return {side, side};
        }
        return {QFontMetrics(ui::font(TextRole::Label)).horizontalAdvance(text()) + 2 * scaled(space::s), side};
    }

  protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QColor ink = color(ColorRole::OnMediaTools);
        if ((underMouse() && isEnabled()) || isChecked()) {
            QColor glow = ink;
            glow.setAlphaF(isChecked() ? 0.24F : 0.14F);
            painter.setPen(Qt::NoPen);
            painter.setBrush(glow);
            painter.drawRoundedRect(rect(), size::badgeRadius, size::badgeRadius);
        }
        painter.setOpacity(isEnabled() ? 1.0 : 0.45);
        if (m_iconName != nullptr) {
            const int side = scaled(size::smallIcon);
            painter.drawPixmap(QRect((width() - side) / 2, (height() - side) / 2, side, side),
                               iconPixmap(m_iconName, ink, side, devicePixelRatioF()));
            return;
        }
        painter.setPen(ink);
        painter.setFont(ui::font(TextRole::Label));
        painter.drawText(rect(), Qt::AlignCenter, text());
    }
    void enterEvent(QEnterEvent* event) override {
        QAbstractButton::enterEvent(event);
        update();
    }
    void leaveEvent(QEvent* event) override {
        QAbstractButton::leaveEvent(event);
        update();
    }

  private:
    const char* m_iconName;
};

} // namespace

PictureView::PictureView(PictureCache& cache, QWidget* parent)
    : QWidget(parent),
      m_cache(cache),
      m_tools(new FloatingGround(this)),
      m_pager(new FloatingGround(this)),
      m_pageText(new QLabel(m_pager)),
      m_find(new QPushButton(tr("Find the picture…"), this)) {
    setMouseTracking(true);
    setCursor(Qt::OpenHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);

    m_fit = new Tool(tr("Fit"), nullptr, tr("Fit the picture (Ctrl 0)"), m_tools);
    m_actual = new Tool(tr("1:1"), nullptr, tr("One picture pixel on one screen pixel"), m_tools);
    m_loupe = new Tool(tr("Loupe Z"), nullptr, tr("Loupe: hold Z"), m_tools);
    auto* out = new Tool({}, "zoom-out", tr("Zoom out (−)"), m_tools);
    auto* in = new Tool({}, "zoom-in", tr("Zoom in (+)"), m_tools);
    m_loupe->setCheckable(true);
    for (QAbstractButton* tool :
         {m_fit, m_actual, static_cast<QAbstractButton*>(out), static_cast<QAbstractButton*>(in), m_loupe}) {
        m_tools->layout()->addWidget(tool);
    }
    connect(m_fit, &QAbstractButton::clicked, this, &PictureView::fit);
    connect(m_actual, &QAbstractButton::clicked, this, &PictureView::actualSize);
    connect(in, &QAbstractButton::clicked, this, &PictureView::zoomIn);
    connect(out, &QAbstractButton::clicked, this, &PictureView::zoomOut);
    connect(m_loupe, &QAbstractButton::toggled, this, &PictureView::setLoupe);

    auto* back = new Tool({}, "chevron-left", tr("Picture before"), m_pager);
    auto* forth = new Tool({}, "chevron-right", tr("Next picture"), m_pager);
    m_pager->layout()->addWidget(back);
    m_pager->layout()->addWidget(m_pageText);
    m_pager->layout()->addWidget(forth);
    connect(back, &QAbstractButton::clicked, this, [this] { showPicture(m_current - 1); });
    connect(forth, &QAbstractButton::clicked, this, [this] { showPicture(m_current + 1); });
    connect(m_find, &QAbstractButton::clicked, this, [this] { Q_EMIT findRequested(m_current); });
    m_find->hide();
    connect(&Theme::instance(), &Theme::changed, this, &PictureView::refreshTools);
    refreshTools();
}

QSize PictureView::sizeHint() const {
    return {scaled(2 * size::minimumPane), scaled(size::minimumPane)};
}

QSize PictureView::minimumSizeHint() const {
    return {scaled(size::minimumPane) / 2, scaled(size::minimumPane) / 2};
}

void PictureView::setPictures(const std::vector<PictureSource>& pictures) {
    if (pictures == m_pictures) {
        return;
    }
    m_pictures = pictures;
    m_current = 0;
    load();
}

void PictureView::showPicture(int index) {
    if (pictureCount() == 0) {
        return;
    }
    const int wrapped = (index % pictureCount() + pictureCount()) % pictureCount();
    if (wrapped != m_current) {
        m_current = wrapped;
        load();
    }
}

void PictureView::load() {
    ++m_loadNumber;
    m_image = {};
    m_smooth = {};
    m_scale.reset();
    m_offset = {};
    m_sentence.clear();
    if (pictureCount() > 0) {
        const PictureSource& source = m_pictures[static_cast<std::size_t>(m_current)];
        setAccessibleName(tr("Picture %1").arg(source.name));
        if (source.problem.isEmpty()) {
            m_cache.request(source.file, this, [this, number = m_loadNumber, name = source.name](const DecodedPicture& picture) {
                if (number != m_loadNumber) {
                    return;
                }
                m_image = picture.image;
                if (m_image.isNull()) {
                    m_sentence = tr("The picture %1 could not be read. It may be damaged. The item stays without it.").arg(name);
                    setAccessibleDescription(m_sentence);
                }
                requestSmooth();
                refreshTools();
            });
            for (const PictureSource& other : m_pictures) {
                if (other.problem.isEmpty()) {
                    m_cache.prefetch(other.file);
                }
            }
        } else {
            m_sentence = source.problem;
        }
        setAccessibleDescription(m_sentence);
    }
    refreshTools();
}

void PictureView::refreshTools() {
    m_pageText->setFont(ui::font(TextRole::Label));
    QPalette white = m_pageText->palette();
    white.setColor(QPalette::WindowText, color(ColorRole::OnMediaTools));
    m_pageText->setPalette(white);
    m_pageText->setText(tr("%1 of %2").arg(m_current + 1).arg(pictureCount()));
    m_pageText->setContentsMargins(space::xs, 0, space::xs, 0);
    m_tools->setVisible(!m_image.isNull());
    m_pager->setVisible(pictureCount() > 1);
    const bool canBeFound = pictureCount() > 0 && m_pictures[static_cast<std::size_t>(m_current)].canBeFound;
    m_find->setVisible(canBeFound && !m_sentence.isEmpty());
    place();
    update();
}

void PictureView::place() {
    m_tools->resize(m_tools->sizeHint());
    m_tools->move(width() - m_tools->width() - toolMargin, height() - m_tools->height() - toolMargin);
    m_pager->resize(m_pager->sizeHint());
    m_pager->move(toolMargin, height() - m_pager->height() - toolMargin);
    m_find->resize(m_find->sizeHint());
    m_find->move((width() - m_find->width()) / 2, height() / 2 + 2 * lineHeight(TextRole::Answer));
}

double PictureView::fittedScale() const {
    if (m_image.isNull()) {
        return 1;
    }
    const double ratio = devicePixelRatioF();
    const double whole = std::min(width() * ratio / m_image.width(), height() * ratio / m_image.height());
    return std::min(whole, largestFit);
}

double PictureView::scale() const {
    return m_scale.value_or(fittedScale());
}

QRectF PictureView::target() const {
    const double perPixel = scale() / devicePixelRatioF();
    const QSizeF shown(m_image.width() * perPixel, m_image.height() * perPixel);
    const QPointF middle = QPointF(width() / 2.0, height() / 2.0) + m_offset;
    return {middle.x() - shown.width() / 2, middle.y() - shown.height() / 2, shown.width(), shown.height()};
}

void PictureView::fit() {
    m_scale.reset();
    m_offset = {};
    requestSmooth();
    update();
}

void PictureView::actualSize() {
    zoomAt(QPointF(width() / 2.0, height() / 2.0), 1.0 / scale());
}

void PictureView::zoomIn() {
    zoomAt(underMouse() ? m_cursor : QPointF(width() / 2.0, height() / 2.0), zoomStep);
}

void PictureView::zoomOut() {
    zoomAt(underMouse() ? m_cursor : QPointF(width() / 2.0, height() / 2.0), 1 / zoomStep);
}

void PictureView::setLoupe(bool shown) {
    m_isLoupeShown = shown && isShown();
    if (m_loupe->isChecked() != m_isLoupeShown) {
        m_loupe->setChecked(m_isLoupeShown);
    }
    update();
}

void PictureView::zoomAt(QPointF anchor, double factor) {
    if (m_image.isNull()) {
        return;
    }
    const QRectF before = target();
    const double next = std::clamp(scale() * factor, std::min(fittedScale(), 1.0) / 2, largestScale);
    // What lies under the anchor stays there.
    const QPointF inPicture((anchor.x() - before.left()) / before.width(), (anchor.y() - before.top()) / before.height());
    m_scale = next;
    const QRectF after = target();
    m_offset += anchor - QPointF(after.left() + inPicture.x() * after.width(), after.top() + inPicture.y() * after.height());
    boundOffset();
    requestSmooth();
    update();
}

/// Keeps the picture in sight: its middle may not leave the part that would show nothing but backdrop.
void PictureView::boundOffset() {
    const QRectF area = target();
    const double spareX = std::max(0.0, (area.width() - width()) / 2);
    const double spareY = std::max(0.0, (area.height() - height()) / 2);
    m_offset.setX(std::clamp(m_offset.x(), -spareX, spareX));
    m_offset.setY(std::clamp(m_offset.y(), -spareY, spareY));
}

void PictureView::requestSmooth() {
    m_smooth = {};
    if (m_image.isNull() || scale() >= 1) {
        return;
    }
    const QSize wanted = (QSizeF(m_image.size()) * scale()).toSize().expandedTo(QSize(1, 1));
    auto* watcher = new QFutureWatcher<QImage>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, number = m_loadNumber, wanted] {
        if (number == m_loadNumber && wanted == (QSizeF(m_image.size()) * scale()).toSize().expandedTo(QSize(1, 1))) {
            m_smooth = watcher->result();
            update();
        }
        watcher->deleteLater();
    });
    watcher->setFuture(QtConcurrent::run(
        [image = m_image, wanted] { return image.scaled(wanted, Qt::IgnoreAspectRatio, Qt::SmoothTransformation); }));
}

void PictureView::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath frame;
    frame.addRoundedRect(rect(), size::cardRadius, size::cardRadius);
    painter.setClipPath(frame);
    painter.fillRect(rect(), color(ColorRole::MediaBackdrop));
    if (m_image.isNull()) {
        painter.setPen(color(ColorRole::OnMedia));
        painter.setFont(ui::font(TextRole::Interface, TextWeight::Medium));
        const int side = std::min(width() - 2 * space::xl, scaled(size::sentenceWidth));
        painter.drawText(QRect((width() - side) / 2, 0, side, height()), Qt::AlignCenter | Qt::TextWordWrap, m_sentence);
        return;
    }
    const QRectF area = target();
    if (!m_smooth.isNull()) {
        const qreal ratio = devicePixelRatioF();
        const QPointF aligned(std::round(area.left() * ratio) / ratio, std::round(area.top() * ratio) / ratio);
        painter.drawImage(QRectF(aligned, QSizeF(m_smooth.size()) / ratio), m_smooth);
    } else {
        painter.setRenderHint(QPainter::SmoothPixmapTransform, scale() < 3);
        painter.drawImage(area, m_image);
    }
    if (m_isLoupeShown) {
        paintLoupe(painter);
    }
}

void PictureView::paintLoupe(QPainter& painter) const {
    const QRectF area = target();
    const QPointF at = rect().contains(m_cursor.toPoint()) ? m_cursor : QPointF(width() / 2.0, height() / 2.0);
    const double side = std::min({scaled(size::loupe), width(), height()});
    const QRectF glass(at.x() - side / 2, at.y() - side / 2, side, side);
    const double pixelsPerPoint = devicePixelRatioF() / std::max(loupeScale, 2 * scale());
    const QPointF inPicture((at.x() - area.left()) / area.width() * m_image.width(),
                            (at.y() - area.top()) / area.height() * m_image.height());
    const double half = side / 2 * pixelsPerPoint;
    QPainterPath round;
    round.addEllipse(glass);
    painter.save();
    painter.setClipPath(round, Qt::IntersectClip);
    painter.fillRect(glass, color(ColorRole::MediaBackdrop));
    painter.drawImage(glass, m_image, QRectF(inPicture.x() - half, inPicture.y() - half, 2 * half, 2 * half));
    painter.restore();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color(ColorRole::Panel), size::choiceBorder));
    painter.drawEllipse(glass);
}

void PictureView::resizeEvent(QResizeEvent* /*event*/) {
    boundOffset();
    if (isFitted()) {
        requestSmooth();
    }
    place();
}

void PictureView::wheelEvent(QWheelEvent* event) {
    const double notches = event->angleDelta().y() / 120.0;
    if (notches != 0.0 && !m_image.isNull()) {
        zoomAt(event->position(), std::pow(zoomStep, notches));
        event->accept();
    }
}

void PictureView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        m_dragFrom = event->position();
        setCursor(Qt::ClosedHandCursor);
    }
}

void PictureView::mouseMoveEvent(QMouseEvent* event) {
    m_cursor = event->position();
    if (m_dragFrom) {
        m_offset += m_cursor - *m_dragFrom;
        m_dragFrom = m_cursor;
        boundOffset();
        update();
    } else if (m_isLoupeShown) {
        update();
    }
}

void PictureView::mouseReleaseEvent(QMouseEvent* /*event*/) {
    m_dragFrom.reset();
    setCursor(Qt::OpenHandCursor);
}

void PictureView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (isFitted()) {
        zoomAt(event->position(), 1.0 / scale());
    } else {
        fit();
    }
}

} // namespace trutina::ui
