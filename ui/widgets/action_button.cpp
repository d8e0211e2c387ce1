// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/action_button.h"

#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/widgets/key_cap.h"

#include <QAction>
#include <QEnterEvent>
#include <QPainter>

namespace trutina::ui {

namespace {

struct Look {
    QColor ink;
    QColor face;
    QColor border;
    int borderWidth = 0;
};

Look lookOf(ButtonVariant variant, int slot, bool isEnabled, bool isHovered, bool isDown) {
    const QColor none(Qt::transparent);
    const QColor hovered = color(isDown ? ColorRole::Border : ColorRole::Sunken);
    switch (variant) {
    case ButtonVariant::Slot:
        return isEnabled ? Look{slotColor(slot), isHovered ? slotSoftColor(slot) : color(ColorRole::Panel), slotColor(slot),
                                size::choiceBorder}
                         : Look{color(ColorRole::FaintText), color(ColorRole::Panel), color(ColorRole::Border), size::hairline};
    case ButtonVariant::Go:
        return isEnabled ? Look{color(ColorRole::OnAccent), color(ColorRole::Accent), color(ColorRole::Accent), size::hairline}
                         : Look{color(ColorRole::FaintText), color(ColorRole::Sunken), color(ColorRole::Border), size::hairline};
    case ButtonVariant::Quiet:
    case ButtonVariant::Whisper:
        return {color(isEnabled ? ColorRole::MutedText : ColorRole::FaintText), isHovered ? hovered : none, none, 0};
    case ButtonVariant::Plain:
        break;
    }
    return {color(isEnabled ? ColorRole::Text : ColorRole::FaintText), isHovered ? hovered : color(ColorRole::Panel),
            color(isEnabled ? ColorRole::StrongBorder : ColorRole::Border), size::hairline};
}

QFont fontOf(ButtonVariant variant) {
    return variant == ButtonVariant::Whisper ? font(TextRole::Label) : font(TextRole::Interface, TextWeight::Medium);
}

} // namespace

ActionButton::ActionButton(const QString& text, const QString& keys, ButtonVariant variant, QWidget* parent)
    : QAbstractButton(parent), m_keys(keys), m_variant(variant) {
    initialize();
    setLabel(text);
}

ActionButton::ActionButton(QAction* action, ButtonVariant variant, QWidget* parent)
    : QAbstractButton(parent), m_action(action), m_variant(variant) {
    initialize();
    const auto follow = [this] {
        setLabel(m_action->iconText());
        const QString keys = m_action->property(keysProperty).toString();
        setKeyText(keys.isEmpty() ? keyText(m_action->shortcut()) : keys);
        setToolTip(m_action->statusTip());
        setEnabled(m_action->isEnabled());
        // Without a parent, showing would open a window of its own; the layout that takes the button shows it.
        if (parentWidget() != nullptr || !m_action->isVisible()) {
            setVisible(m_action->isVisible());
        }
        setCheckable(m_action->isCheckable());
        setChecked(m_action->isChecked());
    };
    connect(action, &QAction::changed, this, follow);
    connect(this, &QAbstractButton::clicked, action, &QAction::trigger);
    follow();
}

void ActionButton::initialize() {
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void ActionButton::setLabel(const QString& text) {
    setText(text);
    refreshAccessibleName();
    updateGeometry();
    update();
}

void ActionButton::setKeyText(const QString& keys) {
    m_keys = keys;
    refreshAccessibleName();
    updateGeometry();
    update();
}

void ActionButton::setVariant(ButtonVariant variant) {
    m_variant = variant;
    updateGeometry();
    update();
}

void ActionButton::setSlot(int slot) {
    m_slot = slot;
    update();
}

void ActionButton::setIconName(const char* name) {
    m_iconName = name;
    updateGeometry();
    update();
}

void ActionButton::refreshAccessibleName() {
    setAccessibleName(text());
    setAccessibleDescription(m_keys.isEmpty() ? QString() : tr("Key %1").arg(m_keys));
}

QSize ActionButton::sizeHint() const {
    const bool isWhisper = m_variant == ButtonVariant::Whisper;
    const int edge = scaled(isWhisper ? space::s : size::buttonPadding);
    int width = 2 * edge + QFontMetrics(fontOf(m_variant)).horizontalAdvance(text());
    if (m_iconName != nullptr) {
        width += scaled(size::smallIcon + space::s);
    }
    if (!m_keys.isEmpty()) {
        width += scaled(isWhisper ? space::s : size::buttonGap) + keyCapSize(m_keys).width();
    }
    return {width, scaled(isWhisper ? size::control : size::decisionButton)};
}

void ActionButton::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isWhisper = m_variant == ButtonVariant::Whisper;
    const Look look = lookOf(m_variant, m_slot, isEnabled(), (underMouse() || isChecked()) && isEnabled(), isDown());
    const qreal inset = look.borderWidth / 2.0;
    painter.setPen(look.borderWidth > 0 ? QPen(look.border, look.borderWidth) : QPen(Qt::NoPen));
    painter.setBrush(look.face);
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), size::controlRadius - inset,
                            size::controlRadius - inset);

    int x = (width() - sizeHint().width()) / 2 + scaled(isWhisper ? space::s : size::buttonPadding);
    if (m_iconName != nullptr) {
        const int side = scaled(size::smallIcon);
        painter.drawPixmap(QRect(x, (height() - side) / 2, side, side),
                           iconPixmap(m_iconName, look.ink, side, devicePixelRatioF()));
        x += side + scaled(space::s);
    }
    painter.setFont(fontOf(m_variant));
    painter.setPen(look.ink);
    const int textWidth = QFontMetrics(painter.font()).horizontalAdvance(text());
    painter.drawText(QRect(x, 0, textWidth + 2, height()), Qt::AlignVCenter | Qt::AlignLeft, text());
    if (!m_keys.isEmpty()) {
        x += textWidth + scaled(isWhisper ? space::s : size::buttonGap);
        const QSize cap = keyCapSize(m_keys);
        const bool isGo = m_variant == ButtonVariant::Go && isEnabled();
        paintKeyCap(painter, QRect(QPoint(x, (height() - cap.height()) / 2), cap), m_keys,
                    isGo ? look.ink : color(isEnabled() ? ColorRole::MutedText : ColorRole::FaintText),
                    isGo ? look.ink : color(isEnabled() ? ColorRole::StrongBorder : ColorRole::Border),
                    isGo ? QColor(Qt::transparent) : color(ColorRole::Panel));
    }
}

void ActionButton::enterEvent(QEnterEvent* event) {
    QAbstractButton::enterEvent(event);
    update();
}

void ActionButton::leaveEvent(QEvent* event) {
    QAbstractButton::leaveEvent(event);
    update();
}

} // namespace trutina::ui
