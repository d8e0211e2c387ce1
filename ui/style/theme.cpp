// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/theme.h"

#include "resources/ui_resources.h"
#include "ui/style/base_style.h"
#include "ui/style/focus_ring.h"
#include "ui/style/style_sheet.h"
#include "ui/style/tokens.h"

#include <QApplication>
#include <QDir>
#include <QEvent>
#include <QFontDatabase>
#include <QPalette>
#include <QPixmapCache>
#include <QStyle>

#include <algorithm>

namespace trutina::ui {

namespace {

Theme* theTheme = nullptr;

void loadFonts() {
    const QDir folder(QStringLiteral(":/trutina/fonts"));
    const QStringList files = folder.entryList(QDir::Files);
    for (const QString& file : files) {
        QFontDatabase::addApplicationFont(folder.filePath(file));
    }
}

QPalette paletteOfTokens() {
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, ColorRole token) { palette.setColor(role, color(token)); };
    set(QPalette::Window, ColorRole::Window);
    set(QPalette::WindowText, ColorRole::Text);
    set(QPalette::Base, ColorRole::Panel);
    set(QPalette::AlternateBase, ColorRole::Sunken);
    set(QPalette::Text, ColorRole::Text);
    set(QPalette::PlaceholderText, ColorRole::FaintText);
    set(QPalette::Button, ColorRole::Panel);
    set(QPalette::ButtonText, ColorRole::Text);
    set(QPalette::BrightText, ColorRole::Bad);
    set(QPalette::Light, ColorRole::Panel);
    set(QPalette::Midlight, ColorRole::Border);
    set(QPalette::Mid, ColorRole::StrongBorder);
    set(QPalette::Dark, ColorRole::StrongBorder);
    set(QPalette::Shadow, ColorRole::StrongBorder);
    set(QPalette::Highlight, ColorRole::Accent);
    set(QPalette::HighlightedText, ColorRole::OnAccent);
    set(QPalette::Link, ColorRole::Accent);
    set(QPalette::LinkVisited, ColorRole::Accent);
    set(QPalette::ToolTipBase, ColorRole::Panel);
    set(QPalette::ToolTipText, ColorRole::Text);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, color(ColorRole::FaintText));
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, color(ColorRole::Border));
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, color(ColorRole::MutedText));
    return palette;
}

} // namespace

Theme::Theme(QApplication& application) : m_application(application) {
    Q_ASSERT(theTheme == nullptr);
    theTheme = this;
    initializeTrutinaResources();
    loadFonts();
    QApplication::setStyle(new BaseStyle);
    new FocusRing(this);
    m_application.installEventFilter(this);
    apply();
}

Theme::~Theme() {
    m_application.removeEventFilter(this);
    theTheme = nullptr;
}

Theme& Theme::instance() {
    Q_ASSERT_X(theTheme != nullptr, "Theme::instance", "the application must make its Theme before the first widget");
    return *theTheme;
}

void Theme::setChoice(ThemeChoice choice) {
    if (choice != m_choice) {
        m_choice = choice;
        apply();
    }
}

ThemeChoice Theme::choice() const {
    return m_choice;
}

bool Theme::isDark() const {
    return m_isDark;
}

void Theme::setTextSize(int percent) {
    const int bounded = std::clamp(percent, 80, 200);
    if (bounded != m_textSize) {
        m_textSize = bounded;
        apply();
    }
}

int Theme::textSize() const {
    return m_textSize;
}

void Theme::setMotion(MotionChoice choice) {
    m_motion = choice;
}

MotionChoice Theme::motion() const {
    return m_motion;
}

bool Theme::motionAllowed() const {
    return m_motion == MotionChoice::System && QApplication::style()->styleHint(QStyle::SH_Widget_Animation_Duration) > 0;
}

bool Theme::eventFilter(QObject* watched, QEvent* event) {
    // Windows are told when the platform's theme changes; Qt 6.4 has no other way to hear of it.
    if (event->type() == QEvent::ThemeChange && m_choice == ThemeChoice::System && !m_isApplying) {
        if (platformIsDark() != m_isDark) {
            apply();
        }
    }
    return QObject::eventFilter(watched, event);
}

/// The platform's own palette shows only while no palette of ours lies over it.
bool Theme::platformIsDark() const {
    const QPalette ours = QApplication::palette();
    QApplication::setPalette(QPalette());
    const QPalette platform = QApplication::palette();
    QApplication::setPalette(ours);
    return platform.color(QPalette::Window).lightness() < platform.color(QPalette::WindowText).lightness();
}

void Theme::apply() {
    m_isApplying = true;
    m_isDark = m_choice == ThemeChoice::Dark || (m_choice == ThemeChoice::System && platformIsDark());
    QPixmapCache::clear();
    QApplication::setPalette(paletteOfTokens());
    QApplication::setFont(font(TextRole::Interface));
    m_application.setStyleSheet(applicationStyleSheet());
    m_isApplying = false;
    Q_EMIT changed();
}

} // namespace trutina::ui
