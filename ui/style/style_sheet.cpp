// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/style_sheet.h"

#include "ui/style/tokens.h"

#include <QHash>

namespace trutina::ui {

namespace {

/// "@name" stands for a token; see values().
constexpr auto sheet = R"(
QMainWindow, QDialog { background: @window; }
QFrame[panel="bar"] { background: @panel; border: none; }
QFrame[panel="card"] { background: @panel; border: 1px solid @border; border-radius: @cardRadius; }
QToolTip { background: @panel; color: @text; border: 1px solid @strong; padding: 6px 8px; }

QPushButton { background: @panel; color: @text; border: 1px solid @strong; border-radius: @controlRadius; padding: 0 @padding;
              min-height: @controlInner; }
QPushButton:hover { background: @sunken; }
QPushButton:pressed { background: @border; }
QPushButton:disabled { color: @faint; border-color: @border; background: @panel; }
QPushButton[variant="go"], QPushButton:default { background: @accent; color: @onAccent; border-color: @accent; font-weight: 500; }
QPushButton[variant="go"]:disabled, QPushButton:default:disabled { background: @sunken; color: @faint; border-color: @border; }
QPushButton[variant="quiet"] { background: transparent; border-color: transparent; color: @muted; }
QPushButton[variant="quiet"]:hover { background: @sunken; color: @text; }
QPushButton[variant="link"] { background: transparent; border: none; color: @muted; padding: 0 2px; min-height: 0; font-size: @labelSize; }
QPushButton[variant="link"]:hover { color: @text; text-decoration: underline; }
QPushButton[variant="link"]:disabled { color: @faint; }
QPushButton::menu-indicator { image: none; width: 0; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: @controlRadius; padding: 4px; color: @muted; }
QToolButton:hover { background: @sunken; color: @text; }
QToolButton:checked { background: @accentSoft; color: @accent; }
QToolButton::menu-indicator { image: none; width: 0; }

QLineEdit, QPlainTextEdit, QTextEdit[input="true"], QAbstractSpinBox { background: @panel; color: @text; border: 1px solid @strong;
              border-radius: @controlRadius; selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit, QAbstractSpinBox { padding: 0 10px; min-height: @controlInner; }
QPlainTextEdit, QTextEdit[input="true"] { padding: 6px 8px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit[input="true"]:focus, QAbstractSpinBox:focus { border-color: @accent; }
QLineEdit:disabled, QPlainTextEdit:disabled, QAbstractSpinBox:disabled { background: @sunken; color: @faint; border-color: @border; }
QLineEdit[frameless="true"] { border: none; background: transparent; padding: 0; min-height: 0; }
QTextBrowser { background: transparent; border: none; selection-background-color: @accent; selection-color: @onAccent; }

QMenuBar { background: @panel; color: @muted; border: none; padding: 2px 8px; }
QMenuBar::item { background: transparent; padding: 4px 10px; border-radius: @badgeRadius; }
QMenuBar::item:selected { background: @accentSoft; color: @accent; }
QMenu { background: @panel; color: @text; border: 1px solid @strong; padding: 6px; }
QMenu::item { background: transparent; padding: 6px 28px 6px 12px; border-radius: @badgeRadius; }
QMenu::item:selected { background: @accentSoft; color: @text; }
QMenu::item:disabled { color: @faint; }
QMenu::icon { padding-left: 10px; }
QMenu::separator { height: 1px; background: @border; margin: 6px 8px; }

QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: @scrollBar; margin: 0; border: none; }
QScrollBar:horizontal { background: transparent; height: @scrollBar; margin: 0; border: none; }
QScrollBar::handle { background: @border; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 28px; margin: 3px; }
QScrollBar::handle:horizontal { min-width: 28px; margin: 3px; }
QScrollBar::handle:hover { background: @strong; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }

QAbstractItemView { background: @panel; color: @text; border: none; outline: none; selection-background-color: @accentSoft;
              selection-color: @text; gridline-color: @border; }
QTableView::item { padding: 0 12px; border: none; border-bottom: 1px solid @border; }
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected { background: @accentSoft; color: @text; }
QListView::item, QTreeView::item { padding: 4px 8px; }
QHeaderView { background: transparent; border: none; }
QAbstractItemView[inCard="true"] { background: transparent; }
QAbstractItemView[framed="true"], QTextBrowser[framed="true"] { border: 1px solid @border; border-radius: @cardRadius; padding: 4px; }
QHeaderView::section { background: transparent; color: @muted; border: none; border-bottom: 1px solid @border; padding: 0 12px;
              font-size: @labelSize; font-weight: 500; min-height: @headerRow; }
QTableCornerButton::section { background: @panel; border: none; }

QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: @border; }
QProgressBar { background: @sunken; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QTabWidget::pane { border: none; border-top: 1px solid @border; }
QTabBar::tab { background: transparent; color: @muted; border: none; border-bottom: 2px solid transparent; padding: 8px 12px; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:hover { color: @text; }
QGroupBox { border: 1px solid @border; border-radius: @cardRadius; margin-top: 20px; padding: 12px; }
QGroupBox::title { subcontrol-origin: margin; subcontrol-position: top left; color: @muted; padding: 0 2px; }
QStatusBar { background: @panel; color: @muted; border: none; }
QStatusBar::item { border: none; }
)";

QString pixels(int value) {
    return QString::number(value) + QStringLiteral("px");
}

QHash<QString, QString> values() {
    const auto hex = [](ColorRole role) { return color(role).name(); };
    return {
        {QStringLiteral("window"), hex(ColorRole::Window)},
        {QStringLiteral("panel"), hex(ColorRole::Panel)},
        {QStringLiteral("sunken"), hex(ColorRole::Sunken)},
        {QStringLiteral("border"), hex(ColorRole::Border)},
        {QStringLiteral("strong"), hex(ColorRole::StrongBorder)},
        {QStringLiteral("text"), hex(ColorRole::Text)},
        {QStringLiteral("muted"), hex(ColorRole::MutedText)},
        {QStringLiteral("faint"), hex(ColorRole::FaintText)},
        {QStringLiteral("accent"), hex(ColorRole::Accent)},
        {QStringLiteral("onAccent"), hex(ColorRole::OnAccent)},
        {QStringLiteral("accentSoft"), hex(ColorRole::AccentSoft)},
        {QStringLiteral("cardRadius"), pixels(size::cardRadius)},
        {QStringLiteral("controlRadius"), pixels(size::controlRadius)},
        {QStringLiteral("badgeRadius"), pixels(size::badgeRadius)},
        {QStringLiteral("padding"), pixels(scaled(size::cardHeaderPadding))},
        {QStringLiteral("controlInner"), pixels(scaled(size::control) - 2 * size::hairline)},
        {QStringLiteral("headerRow"), pixels(scaled(size::tableHeader))},
        {QStringLiteral("scrollBar"), pixels(size::scrollBar)},
        {QStringLiteral("labelSize"), pixels(font(TextRole::Label).pixelSize())},
    };
}

} // namespace

QString applicationStyleSheet() {
    const QString source = QString::fromLatin1(sheet);
    const QHash<QString, QString> tokens = values();
    QString result;
    result.reserve(source.size() * 2);
    for (qsizetype at = 0; at < source.size();) {
        if (source[at] != u'@') {
            result += source[at++];
            continue;
        }
        qsizetype end = at + 1;
        while (end < source.size() && source[end].isLetterOrNumber()) {
            ++end;
        }
        const QString name = source.mid(at + 1, end - at - 1);
        Q_ASSERT_X(tokens.contains(name), "applicationStyleSheet", qPrintable(name));
        result += tokens.value(name);
        at = end;
    }
    return result;
}

} // namespace trutina::ui
