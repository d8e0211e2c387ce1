// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/media_view.h"

#include "ui/models/video_player.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/widgets/picture_cache.h"
#include "ui/widgets/video_bar.h"

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

MediaView::MediaView(PictureCache& cache, contracts::VideoDesk& videos, QWidget* parent)
    : QWidget(parent),
      m_cache(cache),
      m_videos(videos),
      m_tools(new FloatingGround(this)),
      m_pager(new FloatingGround(this)),
      m_pageText(new QLabel(m_pager)),
      m_find(new QPushButton(tr("Find the file…"), this)) {
    setMouseTracking(true);
    setCursor(Qt::OpenHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);

    m_fit = new Tool(tr("Fit"), nullptr, tr("Fit (Ctrl 0)"), m_tools);
    m_actual = new Tool(tr("1:1"), nullptr, tr("One picture pixel on one screen pixel"), m_tools);
    m_loupe = new Tool(tr("Loupe Z"), nullptr, tr("Loupe: hold Z"), m_tools);
    auto* out = new Tool({}, "zoom-out", tr("Zoom out (−)"), m_tools);
    auto* in = new Tool({}, "zoom-in", tr("Zoom in (+)"), m_tools);
    m_loupe->setCheckable(true);
    for (QAbstractButton* tool :
         {m_fit, m_actual, static_cast<QAbstractButton*>(out), static_cast<QAbstractButton*>(in), m_loupe}) {
        m_tools->layout()->addWidget(tool);
    }
    connect(m_fit, &QAbstractButton::clicked, this, &MediaView::fit);
    connect(m_actual, &QAbstractButton::clicked, this, &MediaView::actualSize);
    connect(in, &QAbstractButton::clicked, this, &MediaView::zoomIn);
    connect(out, &QAbstractButton::clicked, this, &MediaView::zoomOut);
    connect(m_loupe, &QAbstractButton::toggled, this, &MediaView::setLoupe);

    auto* back = new Tool({}, "chevron-left", tr("The one before"), m_pager);
    auto* forth = new Tool({}, "chevron-right", tr("The next one"), m_pager);
    m_pager->layout()->addWidget(back);
    m_pager->layout()->addWidget(m_pageText);
    m_pager->layout()->addWidget(forth);
    connect(back, &QAbstractButton::clicked, this, [this] { showMedium(m_current - 1); });
    connect(forth, &QAbstractButton::clicked, this, [this] { showMedium(m_current + 1); });
    connect(m_find, &QAbstractButton::clicked, this, [this] { Q_EMIT findRequested(m_current); });
    m_find->hide();
    connect(&Theme::instance(), &Theme::changed, this, &MediaView::refreshTools);
    refreshTools();
}

QSize MediaView::sizeHint() const {
    return {scaled(2 * size::minimumPane), scaled(size::minimumPane)};
}

QSize MediaView::minimumSizeHint() const {
    return {scaled(size::minimumPane) / 2, scaled(size::minimumPane) / 2};
}

void MediaView::setMedia(const std::vector<MediaSource>& media) {
    if (media == m_media) {
        return;
    }
    m_media = media;
    m_current = 0;
    load();
}

void MediaView::showMedium(int index) {
    if (mediumCount() == 0) {
        return;
    }
    const int wrapped = (index % mediumCount() + mediumCount()) % mediumCount();
    if (wrapped != m_current) {
        m_current = wrapped;
        load();
    }
}

void MediaView::load() {
    ++m_loadNumber;
    m_image = {};
    m_smooth = {};
    m_scale.reset();
    m_offset = {};
    m_sentence.clear();
    setAccessibleDescription({});
    const MediaSource* source = mediumCount() > 0 ? &m_media[static_cast<std::size_t>(m_current)] : nullptr;
    const bool isVideo = source != nullptr && source->isVideo && source->problem.isEmpty();
    if (m_player != nullptr && !isVideo) {
        m_player->setFile({});
        m_bar->hide();
    }
    if (source == nullptr) {
        refreshTools();
        return;
    }
    setAccessibleName(source->isVideo ? tr("Video %1").arg(source->name) : tr("Picture %1").arg(source->name));
    if (!source->problem.isEmpty()) {
        showSentence(source->problem);
    } else if (isVideo) {
        loadVideo(*source);
    } else {
        loadPicture(*source);
    }
    for (const MediaSource& other : m_media) {
        if (other.problem.isEmpty() && !other.isVideo) {
            m_cache.prefetch(other.file);
        }
    }
    refreshTools();
}

void MediaView::loadPicture(const MediaSource& source) {
    m_cache.request(source.file, this, [this, number = m_loadNumber, name = source.name](const DecodedPicture& picture) {
        if (number != m_loadNumber) {
            return;
        }
        m_image = picture.image;
        if (m_image.isNull()) {
            showSentence(tr("The picture %1 could not be read. It may be damaged. The item stays without it.").arg(name));
        }
        requestSmooth();
        refreshTools();
    });
}

void MediaView::loadVideo(const MediaSource& source) {
    makePlayer();
    m_bar->show();
    m_player->setFile({}); // the same file again begins anew
    m_player->setFile(source.file);
    requestRoom();
}

void MediaView::makePlayer() {
    if (m_player != nullptr) {
        return;
    }
    m_player = new VideoPlayer(m_videos, this);
    m_bar = new VideoBar(*m_player, this);
    connect(m_player, &VideoPlayer::frameChanged, this, &MediaView::showFrame);
    connect(m_player, &VideoPlayer::opened, this, &MediaView::requestRoom);
    connect(m_player, &VideoPlayer::failed, this, [this](const contracts::Problem& problem) {
        m_image = {};
        m_bar->hide();
        showSentence(problem.sentences());
        refreshTools();
    });
}

void MediaView::showSentence(const QString& sentence) {
    m_sentence = sentence;
    setAccessibleDescription(sentence);
}

void MediaView::showFrame() {
    const contracts::SharedFrame& frame = m_player->frame();
    const bool isFirst = m_image.isNull();
    // The pixels are shared with the frame, which lives as long as any image of it.
    const QImage shared(
        frame->rgb.data(), frame->width, frame->height, qsizetype{3} * frame->width, QImage::Format_RGB888,
        [](void* kept) { delete static_cast<contracts::SharedFrame*>(kept); }, new contracts::SharedFrame(frame));
    m_image = shared.convertToFormat(QImage::Format_RGB32); // what the screen takes without another conversion
    if (isFirst) {
        refreshTools();
    }
    update();
}

/// Frames are asked for at the size they are shown in, so that no smooth scaling is left to do here.
void MediaView::requestRoom() {
    if (m_player == nullptr || m_player->file().isEmpty()) {
        return;
    }
    const QSize fitted = stage().size() * devicePixelRatioF();
    m_player->setRoom(isFitted() || !m_player->isOpen() ? fitted : (QSizeF(fullSize()) * std::min(1.0, scale())).toSize());
}

VideoPlayer* MediaView::player() const {
    return m_player != nullptr && m_player->isOpen() && m_sentence.isEmpty() ? m_player : nullptr;
}

QRect MediaView::stage() const {
    const bool hasBar = m_bar != nullptr && !m_bar->isHidden();
    return rect().adjusted(0, 0, 0, hasBar ? -m_bar->sizeHint().height() : 0);
}

QPointF MediaView::middle() const {
    return QRectF(stage()).center();
}

QSize MediaView::fullSize() const {
    const VideoPlayer* shown = player();
    return shown != nullptr ? QSize(shown->facts().width, shown->facts().height) : m_image.size();
}

void MediaView::refreshTools() {
    m_pageText->setFont(ui::font(TextRole::Label));
    QPalette white = m_pageText->palette();
    white.setColor(QPalette::WindowText, color(ColorRole::OnMediaTools));
    m_pageText->setPalette(white);
    m_pageText->setText(tr("%1 of %2").arg(m_current + 1).arg(mediumCount()));
    m_pageText->setContentsMargins(space::xs, 0, space::xs, 0);
    m_tools->setVisible(!m_image.isNull());
    m_pager->setVisible(mediumCount() > 1);
    const bool canBeFound = mediumCount() > 0 && m_media[static_cast<std::size_t>(m_current)].canBeFound;
    m_find->setVisible(canBeFound && !m_sentence.isEmpty());
    place();
    update();
}

void MediaView::place() {
    m_tools->resize(m_tools->sizeHint());
    const QRect area = stage();
    m_tools->move(area.width() - m_tools->width() - toolMargin, area.height() - m_tools->height() - toolMargin);
    m_pager->resize(m_pager->sizeHint());
    m_pager->move(toolMargin, area.height() - m_pager->height() - toolMargin);
    m_find->resize(m_find->sizeHint());
    m_find->move((area.width() - m_find->width()) / 2, area.height() / 2 + 2 * lineHeight(TextRole::Answer));
    if (m_bar != nullptr) {
        m_bar->setGeometry(0, area.height(), width(), m_bar->sizeHint().height());
    }
}

double MediaView::fittedScale() const {
    if (m_image.isNull()) {
        return 1;
    }
    const double ratio = devicePixelRatioF();
    const QSize full = fullSize();
    const double whole = std::min(stage().width() * ratio / full.width(), stage().height() * ratio / full.height());
    return std::min(whole, largestFit);
}

double MediaView::scale() const {
    return m_scale.value_or(fittedScale());
}

QRectF MediaView::target() const {
    const double perPixel = scale() / devicePixelRatioF();
    const QSizeF shown = QSizeF(fullSize()) * perPixel;
    const QPointF at = middle() + m_offset;
    return {at.x() - shown.width() / 2, at.y() - shown.height() / 2, shown.width(), shown.height()};
}

void MediaView::fit() {
    m_scale.reset();
    m_offset = {};
    requestSmooth();
    update();
}

void MediaView::actualSize() {
    zoomAt(middle(), 1.0 / scale());
}

void MediaView::zoomIn() {
    zoomAt(underMouse() ? m_cursor : middle(), zoomStep);
}

void MediaView::zoomOut() {
    zoomAt(underMouse() ? m_cursor : middle(), 1 / zoomStep);
}

void MediaView::setLoupe(bool shown) {
    m_isLoupeShown = shown && isShown();
    if (m_loupe->isChecked() != m_isLoupeShown) {
        m_loupe->setChecked(m_isLoupeShown);
    }
    update();
}

void MediaView::zoomAt(QPointF anchor, double factor) {
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
void MediaView::boundOffset() {
    const QRectF area = target();
    const double spareX = std::max(0.0, (area.width() - stage().width()) / 2);
    const double spareY = std::max(0.0, (area.height() - stage().height()) / 2);
    m_offset.setX(std::clamp(m_offset.x(), -spareX, spareX));
    m_offset.setY(std::clamp(m_offset.y(), -spareY, spareY));
}

void MediaView::requestSmooth() {
    m_smooth = {};
    if (player() != nullptr) {
        requestRoom();
        return;
    }
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

void MediaView::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath frame;
    frame.addRoundedRect(rect(), size::cardRadius, size::cardRadius);
    painter.setClipPath(frame);
    painter.fillRect(stage(), color(ColorRole::MediaBackdrop));
    painter.setClipRect(stage(), Qt::IntersectClip);
    if (m_image.isNull()) {
        painter.setPen(color(ColorRole::OnMedia));
        painter.setFont(ui::font(TextRole::Interface, TextWeight::Medium));
        const int side = std::min(width() - 2 * space::xl, scaled(size::sentenceWidth));
        painter.drawText(QRect((width() - side) / 2, 0, side, stage().height()), Qt::AlignCenter | Qt::TextWordWrap, m_sentence);
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

void MediaView::paintLoupe(QPainter& painter) const {
    const QRectF area = target();
    const QPointF at = stage().contains(m_cursor.toPoint()) ? m_cursor : middle();
    const double side = std::min({scaled(size::loupe), stage().width(), stage().height()});
    const QRectF glass(at.x() - side / 2, at.y() - side / 2, side, side);
    // A frame of a video may be smaller than the video: its pixels are then larger under the glass.
    const double rendered = static_cast<double>(m_image.width()) / std::max(1, fullSize().width());
    const double pixelsPerPoint = rendered * devicePixelRatioF() / std::max(loupeScale, 2 * scale());
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

void MediaView::resizeEvent(QResizeEvent* /*event*/) {
    place(); // first: where the player ends decides where the picture is
    boundOffset();
    if (isFitted()) {
        requestSmooth();
    }
}

void MediaView::wheelEvent(QWheelEvent* event) {
    const double notches = event->angleDelta().y() / 120.0;
    if (notches != 0.0 && !m_image.isNull()) {
        zoomAt(event->position(), std::pow(zoomStep, notches));
        event->accept();
    }
}

void MediaView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        m_dragFrom = event->position();
        setCursor(Qt::ClosedHandCursor);
    }
}

void MediaView::mouseMoveEvent(QMouseEvent* event) {
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

void MediaView::mouseReleaseEvent(QMouseEvent* /*event*/) {
    m_dragFrom.reset();
    setCursor(Qt::OpenHandCursor);
}

void MediaView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (isFitted()) {
        zoomAt(event->position(), 1.0 / scale());
    } else {
        fit();
    }
}

} // namespace trutina::ui
