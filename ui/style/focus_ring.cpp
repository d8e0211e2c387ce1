// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/focus_ring.h"

#include "ui/style/tokens.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QEvent>
#include <QKeyEvent>
#include <QPainter>

namespace trutina::ui {

namespace {

constexpr int distance = 2 * size::focusRing;

class Ring : public QWidget {
  public:
    explicit Ring(QWidget* parent) : QWidget(parent) {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setAttribute(Qt::WA_NoSystemBackground);
        setFocusPolicy(Qt::NoFocus);
        setObjectName(QStringLiteral("focusRing"));
    }

  protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(color(ColorRole::Accent), size::focusRing));
        const qreal inset = size::focusRing / 2.0;
        const qreal radius = size::controlRadius + distance - inset;
        painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), radius, radius);
    }
};

bool movesFocus(const QKeyEvent& key) {
    switch (key.key()) {
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
    case Qt::Key_F6:
        return true;
    default:
        return false;
    }
}

} // namespace

FocusRing::FocusRing(QObject* parent) : QObject(parent) {
    qApp->installEventFilter(this);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget* /*old*/, QWidget* now) { follow(now); });
}

FocusRing::~FocusRing() {
    delete m_ring;
}

const QWidget* FocusRing::ring() const {
    return m_ring != nullptr && m_ring->isVisible() ? m_ring.data() : nullptr;
}

void FocusRing::follow(QWidget* focused) {
    m_focused = focused;
    if (focused == nullptr || !m_isKeyboardUsed) {
        if (m_ring != nullptr) {
            m_ring->hide();
        }
        return;
    }
    QWidget* const window = focused->window();
    if (m_ring == nullptr || m_ring->parentWidget() != window) {
        delete m_ring;
        m_ring = new Ring(window);
    }
    place();
}

void FocusRing::place() {
    if (m_ring == nullptr || m_focused == nullptr || !m_isKeyboardUsed) {
        return;
    }
    // A widget that fills its window needs no ring, and one that is scrolled out of sight gets none.
    const QRect visible = m_focused->visibleRegion().boundingRect();
    if (visible.isEmpty() || m_focused->isWindow()) {
        m_ring->hide();
        return;
    }
    const QRect area(m_focused->mapTo(m_focused->window(), visible.topLeft()), visible.size());
    m_ring->setGeometry(area.adjusted(-distance, -distance, distance, distance));
    m_ring->raise();
    m_ring->show();
}

bool FocusRing::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::KeyPress:
        if (movesFocus(static_cast<QKeyEvent&>(*event))) {
            m_isKeyboardUsed = true;
        }
        break;
    case QEvent::MouseButtonPress:
        m_isKeyboardUsed = false;
        if (m_ring != nullptr) {
            m_ring->hide();
        }
        break;
    case QEvent::Move:
    case QEvent::Resize:
        if (m_focused != nullptr && watched->isWidgetType() && watched != m_ring) {
            auto* widget = static_cast<QWidget*>(watched);
            if (widget == m_focused || widget->isAncestorOf(m_focused)) {
                QMetaObject::invokeMethod(this, &FocusRing::place, Qt::QueuedConnection);
            }
        }
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace trutina::ui
