// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/compare_keys.h"

#include <gtest/gtest.h>

using namespace trutina;
using namespace trutina::ui;
using storage::Strength;

namespace {

KeyMeaning press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier, int candidates = 2, quint32 scanCode = 0) {
    return meaningOf({key, modifiers, scanCode}, candidates);
}

KeyMeaning voteFor(int slot, Strength strength = Strength::Normal) {
    return {CompareCommand::Vote, slot, strength};
}

} // namespace

TEST(CompareKeys, DigitsVoteForAsManyCandidatesAsThereAre) {
    EXPECT_EQ(press(Qt::Key_2), voteFor(2));
    EXPECT_EQ(press(Qt::Key_3).command, CompareCommand::None);
    EXPECT_EQ(press(Qt::Key_9, Qt::NoModifier, 9), voteFor(9));
    EXPECT_EQ(press(Qt::Key_1, Qt::KeypadModifier), voteFor(1));
    EXPECT_EQ(press(Qt::Key_1, Qt::NoModifier, 1).command, CompareCommand::None);
}

TEST(CompareKeys, ModifiersSayHowMuchBetter) {
    EXPECT_EQ(press(Qt::Key_1, Qt::ShiftModifier), voteFor(1, Strength::Slightly));
    EXPECT_EQ(press(Qt::Key_1, Qt::ControlModifier), voteFor(1, Strength::Much));
}

TEST(CompareKeys, ArrowsAndLettersVoteOnlyInTwoUp) {
    EXPECT_EQ(press(Qt::Key_Left), voteFor(1));
    EXPECT_EQ(press(Qt::Key_Right), voteFor(2));
    EXPECT_EQ(press(Qt::Key_B), voteFor(2));
    EXPECT_EQ(press(Qt::Key_Left, Qt::NoModifier, 3).command, CompareCommand::None);
    EXPECT_EQ(press(Qt::Key_A, Qt::NoModifier, 3).command, CompareCommand::None);
}

TEST(CompareKeys, TieAndAllBad) {
    EXPECT_EQ(press(Qt::Key_0).command, CompareCommand::Tie);
    EXPECT_EQ(press(Qt::Key_Equal).command, CompareCommand::Tie);
    EXPECT_EQ(press(Qt::Key_X).command, CompareCommand::AllBad);
    EXPECT_EQ(press(Qt::Key_0, Qt::ShiftModifier).command, CompareCommand::AllBad);
    EXPECT_EQ(press(Qt::Key_0, Qt::ControlModifier).command, CompareCommand::Fit);
}

TEST(CompareKeys, MovingUndoingAndTheRest) {
    EXPECT_EQ(press(Qt::Key_Return).command, CompareCommand::Confirm);
    EXPECT_EQ(press(Qt::Key_Left, Qt::ControlModifier).command, CompareCommand::Previous);
    EXPECT_EQ(press(Qt::Key_PageDown).command, CompareCommand::Next);
    EXPECT_EQ(press(Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier).command, CompareCommand::NextOpen);
    EXPECT_EQ(press(Qt::Key_Z, Qt::ControlModifier).command, CompareCommand::Undo);
    EXPECT_EQ(press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier).command, CompareCommand::Redo);
    EXPECT_EQ(press(Qt::Key_Y, Qt::ControlModifier).command, CompareCommand::Redo);
    EXPECT_EQ(press(Qt::Key_Z).command, CompareCommand::Loupe);
    EXPECT_EQ(press(Qt::Key_S).command, CompareCommand::Skip);
    EXPECT_EQ(press(Qt::Key_F).command, CompareCommand::Flag);
    EXPECT_EQ(press(Qt::Key_F, Qt::ControlModifier).command, CompareCommand::None);
    EXPECT_EQ(press(Qt::Key_Plus, Qt::ShiftModifier).command, CompareCommand::ZoomIn);
}

TEST(CompareKeys, VideosAndEditing) {
    EXPECT_EQ(press(Qt::Key_Space).command, CompareCommand::PlayOrPause);
    EXPECT_EQ(press(Qt::Key_Comma).command, CompareCommand::FrameBack);
    EXPECT_EQ(press(Qt::Key_Period).command, CompareCommand::FrameForward);
    EXPECT_EQ(press(Qt::Key_J).command, CompareCommand::Slower);
    EXPECT_EQ(press(Qt::Key_K).command, CompareCommand::NormalSpeed);
    EXPECT_EQ(press(Qt::Key_L).command, CompareCommand::Faster);
    EXPECT_EQ(press(Qt::Key_I).command, CompareCommand::LoopBegin);
    EXPECT_EQ(press(Qt::Key_O).command, CompareCommand::LoopEnd);
    EXPECT_EQ(press(Qt::Key_E).command, CompareCommand::EditAnswer);
    EXPECT_EQ(press(Qt::Key_Space, Qt::ControlModifier).command, CompareCommand::None);
}

TEST(CompareKeys, PhysicalPlaceDecidesWhereTheLayoutHasNoLatinLetter) {
    constexpr quint32 placeOfS = 39;
    constexpr quint32 placeOfOne = 10;
    constexpr quint32 placeOfZero = 19;
    EXPECT_EQ(press(0x042B, Qt::NoModifier, 2, placeOfS).command, CompareCommand::Skip); // Cyrillic yeru
    EXPECT_EQ(press(Qt::Key_Ampersand, Qt::NoModifier, 2, placeOfOne), voteFor(1));      // French row without Shift
    EXPECT_EQ(press(Qt::Key_Exclam, Qt::ShiftModifier, 2, placeOfOne), voteFor(1, Strength::Slightly));
    EXPECT_EQ(press(Qt::Key_Equal, Qt::ShiftModifier, 2, placeOfZero).command, CompareCommand::AllBad); // German row with Shift
    // A Latin letter counts as what it is, wherever it lies.
    EXPECT_EQ(press(Qt::Key_A, Qt::NoModifier, 2, 24), voteFor(1));
    EXPECT_EQ(press(Qt::Key_Q, Qt::NoModifier, 2, 38).command, CompareCommand::None);
}
