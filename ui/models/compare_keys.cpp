// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/compare_keys.h"

#include <array>
#include <utility>

namespace trutina::ui {

namespace {

constexpr quint32 scanOne = 10;
constexpr quint32 scanZero = 19;

/// 0..9 for a key of the digit row, -1 otherwise.
int physicalDigit(quint32 scanCode) {
    if (scanCode < scanOne || scanCode > scanZero) {
        return -1;
    }
    return scanCode == scanZero ? 0 : static_cast<int>(scanCode - scanOne) + 1;
}

/// The letter that an English keyboard has at this place.
int physicalLetter(quint32 scanCode) {
    constexpr std::array<std::pair<quint32, int>, 15> places{{{38, Qt::Key_A},
                                                              {56, Qt::Key_B},
                                                              {39, Qt::Key_S},
                                                              {41, Qt::Key_F},
                                                              {57, Qt::Key_N},
                                                              {53, Qt::Key_X},
                                                              {27, Qt::Key_R},
                                                              {52, Qt::Key_Z},
                                                              {29, Qt::Key_Y},
                                                              {26, Qt::Key_E},
                                                              {31, Qt::Key_I},
                                                              {32, Qt::Key_O},
                                                              {44, Qt::Key_J},
                                                              {45, Qt::Key_K},
                                                              {46, Qt::Key_L}}};
    for (const auto& [place, letter] : places) {
        if (place == scanCode) {
            return letter;
        }
    }
    return 0;
}

bool isDigit(int key) {
    return key >= Qt::Key_0 && key <= Qt::Key_9;
}

bool isLatinLetter(int key) {
    return key >= Qt::Key_A && key <= Qt::Key_Z;
}

KeyMeaning digitMeaning(int digit, Qt::KeyboardModifiers modifiers, int candidates) {
    if (digit == 0) {
        if (modifiers == Qt::NoModifier) {
            return {CompareCommand::Tie};
        }
        if (modifiers == Qt::ShiftModifier) {
            return {CompareCommand::AllBad};
        }
        return modifiers == Qt::ControlModifier ? KeyMeaning{CompareCommand::Fit} : KeyMeaning{};
    }
    if (digit > candidates || candidates < 2) {
        return {};
    }
    if (modifiers == Qt::NoModifier) {
        return {CompareCommand::Vote, digit};
    }
    if (modifiers == Qt::ShiftModifier) {
        return {CompareCommand::Vote, digit, storage::Strength::Slightly};
    }
    return modifiers == Qt::ControlModifier ? KeyMeaning{CompareCommand::Vote, digit, storage::Strength::Much} : KeyMeaning{};
}

KeyMeaning plainLetterMeaning(int letter, int candidates) {
    switch (letter) {
    case Qt::Key_A:
        return candidates == 2 ? KeyMeaning{CompareCommand::Vote, 1} : KeyMeaning{};
    case Qt::Key_B:
        return candidates == 2 ? KeyMeaning{CompareCommand::Vote, 2} : KeyMeaning{};
    case Qt::Key_X:
        return {CompareCommand::AllBad};
    case Qt::Key_S:
        return {CompareCommand::Skip};
    case Qt::Key_F:
        return {CompareCommand::Flag};
    case Qt::Key_N:
        return {CompareCommand::Note};
    case Qt::Key_R:
        return {CompareCommand::Reveal};
    case Qt::Key_Z:
        return {CompareCommand::Loupe};
    case Qt::Key_J:
        return {CompareCommand::Slower};
    case Qt::Key_K:
        return {CompareCommand::NormalSpeed};
    case Qt::Key_L:
        return {CompareCommand::Faster};
    case Qt::Key_I:
        return {CompareCommand::LoopBegin};
    case Qt::Key_O:
        return {CompareCommand::LoopEnd};
    case Qt::Key_E:
        return {CompareCommand::EditAnswer};
    default:
        return {};
    }
}

KeyMeaning letterMeaning(int letter, Qt::KeyboardModifiers modifiers, int candidates) {
    if (modifiers == Qt::NoModifier) {
        return plainLetterMeaning(letter, candidates);
    }
    if (letter == Qt::Key_Z && modifiers == Qt::ControlModifier) {
        return {CompareCommand::Undo};
    }
    const bool isRedo = (letter == Qt::Key_Z && modifiers == (Qt::ControlModifier | Qt::ShiftModifier)) ||
                        (letter == Qt::Key_Y && modifiers == Qt::ControlModifier);
    return isRedo ? KeyMeaning{CompareCommand::Redo} : KeyMeaning{};
}

KeyMeaning namedKeyMeaning(int key, Qt::KeyboardModifiers modifiers, int candidates) {
    const bool isPlain = modifiers == Qt::NoModifier;
    switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return isPlain ? KeyMeaning{CompareCommand::Confirm} : KeyMeaning{};
    case Qt::Key_PageUp:
        return isPlain ? KeyMeaning{CompareCommand::Previous} : KeyMeaning{};
    case Qt::Key_PageDown:
        return isPlain ? KeyMeaning{CompareCommand::Next} : KeyMeaning{};
    case Qt::Key_Left:
        if (modifiers == Qt::ControlModifier) {
            return {CompareCommand::Previous};
        }
        return isPlain && candidates == 2 ? KeyMeaning{CompareCommand::Vote, 1} : KeyMeaning{};
    case Qt::Key_Right:
        if (modifiers == (Qt::ControlModifier | Qt::ShiftModifier)) {
            return {CompareCommand::NextOpen};
        }
        if (modifiers == Qt::ControlModifier) {
            return {CompareCommand::Next};
        }
        return isPlain && candidates == 2 ? KeyMeaning{CompareCommand::Vote, 2} : KeyMeaning{};
    case Qt::Key_Space:
        return isPlain ? KeyMeaning{CompareCommand::PlayOrPause} : KeyMeaning{};
    case Qt::Key_Comma:
        return isPlain ? KeyMeaning{CompareCommand::FrameBack} : KeyMeaning{};
    case Qt::Key_Period:
        return isPlain ? KeyMeaning{CompareCommand::FrameForward} : KeyMeaning{};
    case Qt::Key_Equal:
        return isPlain ? KeyMeaning{CompareCommand::Tie} : KeyMeaning{};
    case Qt::Key_Plus:
        return modifiers.testFlag(Qt::ControlModifier) ? KeyMeaning{} : KeyMeaning{CompareCommand::ZoomIn};
    case Qt::Key_Minus:
        return isPlain ? KeyMeaning{CompareCommand::ZoomOut} : KeyMeaning{};
    default:
        return {};
    }
}

} // namespace

KeyMeaning meaningOf(const KeyPress& press, int candidates) {
    const Qt::KeyboardModifiers modifiers = press.modifiers & ~(Qt::KeypadModifier | Qt::GroupSwitchModifier);
    if (isDigit(press.key)) {
        return digitMeaning(press.key - Qt::Key_0, modifiers, candidates);
    }
    if (const int digit = physicalDigit(press.scanCode); digit >= 0 && !isLatinLetter(press.key)) {
        const KeyMeaning meaning = digitMeaning(digit, modifiers, candidates);
        if (meaning.command != CompareCommand::None) {
            return meaning;
        }
    }
    if (isLatinLetter(press.key)) {
        return letterMeaning(press.key, modifiers, candidates);
    }
    const KeyMeaning named = namedKeyMeaning(press.key, modifiers, candidates);
    if (named.command != CompareCommand::None) {
        return named;
    }
    const int letter = physicalLetter(press.scanCode);
    return letter == 0 ? KeyMeaning{} : letterMeaning(letter, modifiers, candidates);
}

} // namespace trutina::ui
