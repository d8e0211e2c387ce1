// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Sizes of pages and dialogs, in device-independent pixels at 100 %. What widgets share stands in tokens.h.
namespace trutina::ui::size {

inline constexpr int windowWidth = 1440, windowHeight = 900, smallestWindowWidth = 720, smallestWindowHeight = 520;
inline constexpr int sideCard = 346, sidePicture = 190, searchField = 280, dialogNarrow = 520, dialogWide = 860, dialogTall = 720,
                     stepTall = 260;
inline constexpr int previewLeast = 150, turnEditor = 96, answerEditor = 132, pictureTile = 112, dot = 8, labelColumn = 132;
inline constexpr int numberColumn = 64, mediaColumn = 124, answersColumn = 92, voteColumn = 110, modelColumn = 104,
                     marginColumn = 92, flagColumn = 64, numberField = 120, minimumPrompt = 260, overlayWidth = 980,
                     startWidth = 560, listRow = 52, reportHeight = 120;
inline constexpr int chartWidth = 360, chartHeight = 190, smallestChartWidth = 180, smallestChartHeight = 96, recipeField = 104,
                     setupColumn = 400;

} // namespace trutina::ui::size
