// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/style/tokens.h"

#include <QIcon>
#include <QPixmap>

namespace trutina::ui {

/// One set of line icons of our own (resources/icons, 24-pixel grid, 1.75 stroke), tinted with a role of the current theme.
/// `name` is the file name without its ending: "scale", "list", "chart", "database", "cube", "curve", "gear", "search", "lock",
/// "undo", "redo", "link", "check", "close", "plus", "picture", "film", "text", "flag", "note", "skip", "warning", "info",
/// "folder", "import", "export", "eye", "eye-closed", "zoom-in", "zoom-out", "fit", "more", "chevron-left", "chevron-right",
/// "chevron-down", "play", "pause", "step-back", "step-forward", "loop", "trash", "pencil", "keyboard", "sun", "moon", "copy",
/// "dot".
[[nodiscard]] QIcon icon(const char* name, ColorRole role = ColorRole::MutedText);
[[nodiscard]] QPixmap iconPixmap(const char* name, QColor tint, int pixels, qreal devicePixelRatio);
/// The scales in brass, in their own colours (resources/icons/trutina.svg).
[[nodiscard]] QIcon applicationIcon();

} // namespace trutina::ui
