// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/vote.h"

#include <Qt>

namespace trutina::ui {

enum class CompareCommand {
    None,
    Vote,
    Tie,
    AllBad,
    Skip,
    Flag,
    Note,
    Undo,
    Redo,
    Previous,
    Next,
    NextOpen,
    Confirm,
    Reveal,
    Loupe,
    ZoomIn,
    ZoomOut,
    Fit,
    PlayOrPause,
    FrameBack,
    FrameForward,
    Slower,
    NormalSpeed,
    Faster,
    LoopBegin,
    LoopEnd,
    EditAnswer
};

struct KeyMeaning {
    CompareCommand command = CompareCommand::None;
    int slot = 0; ///< of a vote
    storage::Strength strength = storage::Strength::Normal;
    bool operator==(const KeyMeaning&) const = default;
};

/// A key as it arrived. `scanCode` is the platform's number of the physical key (X11 and Wayland: evdev plus 8), 0 when unknown.
struct KeyPress {
    int key = 0;
    Qt::KeyboardModifiers modifiers;
    quint32 scanCode = 0;
};

/// What a key means on the Compare page while no text box has the focus. The character decides; where the layout has no Latin
/// letter or digit on that key, the place of the key does, so that layouts of other scripts, and rows that need Shift for digits,
/// work too.
[[nodiscard]] KeyMeaning meaningOf(const KeyPress& press, int candidates);

} // namespace trutina::ui
