// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>

namespace trutina::ui {

/// The only colours in the program, named by role. Slots 1..9 are asked for with slotColor().
/// FaintText keeps its contrast on Window and Panel only; everything else that is text keeps it on Sunken and AccentSoft too.
enum class ColorRole {
    Window,
    Panel,
    Sunken,
    Border,
    StrongBorder,
    Text,
    MutedText,
    FaintText,
    Accent,
    OnAccent,
    AccentSoft,
    Good,
    Warn,
    Bad,
    MediaBackdrop,
    MediaTools,   ///< behind the tools that float over a picture; half transparent
    OnMediaTools, ///< their text
    OnMedia,      ///< text that stands on the media backdrop itself
    CardShadow    ///< the hairline below a card
};

enum class Scheme { Light, Dark };

/// The type scale. Sizes follow the user's text size (80..200 %).
enum class TextRole { Label, Interface, Answer, PageTitle, Code };
enum class TextWeight { Regular = 400, Medium = 500, SemiBold = 600 };

inline constexpr int slotCount = 9;

/// Spacing on a grid of four, in device-independent pixels at 100 %.
namespace space {
inline constexpr int xs = 4, s = 8, m = 12, l = 16, xl = 24, xxl = 32;
}

/// Sizes of things that are the same everywhere, in device-independent pixels at 100 %.
namespace size {
inline constexpr int topBar = 44, rail = 56, statusBar = 28, decisionBar = 76, decisionButton = 44, control = 32, chip = 26,
                     badge = 24, icon = 20, smallIcon = 16, cardRadius = 10, controlRadius = 8, badgeRadius = 6, focusRing = 2,
                     hairline = 1;
inline constexpr int cardHeader = 44, cardHeaderPadding = 14, keyCap = 20, keyCapRadius = 5, choiceBorder = 2, progress = 6,
                     meter = 8, scrollBar = 12, thumbnail = 56, emptyIcon = 40, loupe = 260, railButton = 44, compactRow = 26,
                     minimumPane = 260, narrowPage = 900, sentenceWidth = 420, chipPadding = 10, chipGap = 6, chipIcon = 14,
                     buttonPadding = 18, buttonGap = 10, cardPadding = 14, progressWidth = 150, tableRow = 40, tableHeader = 34,
                     promptShare = 39, answerShare = 61, paragraphGap = 10, listIndent = 20;
} // namespace size

/// Durations of the only movement there is.
namespace motion {
inline constexpr int fadeMilliseconds = 120;
}

[[nodiscard]] QColor color(ColorRole role); ///< in the current theme
[[nodiscard]] QColor color(ColorRole role, Scheme scheme);
[[nodiscard]] QColor slotColor(int slot); ///< slot 1..9: border and text of a candidate
[[nodiscard]] QColor slotColor(int slot, Scheme scheme);
[[nodiscard]] QColor slotSoftColor(int slot); ///< the same, as a background
[[nodiscard]] QColor slotSoftColor(int slot, Scheme scheme);
[[nodiscard]] QFont font(TextRole role, TextWeight weight = TextWeight::Regular); ///< with tabular figures where Qt can
[[nodiscard]] int lineHeight(TextRole role);                                      ///< pixels, at the current text size
[[nodiscard]] int scaled(int pixelsAt100);                                        ///< follows the user's text size

} // namespace trutina::ui
