// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/hash/sha256.h"

#include <gtest/gtest.h>

namespace trutina::engine {
namespace {

std::string hashOf(std::string_view text) {
    Sha256 hash;
    hash.add(text);
    return hash.text();
}

// The examples of FIPS 180-4.
TEST(Sha256, GivesTheDigestsOfTheStandard) {
    EXPECT_EQ(hashOf(""), "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(hashOf("abc"), "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hashOf("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "sha256:248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, TakesItsInputInAnyPieces) {
    Sha256 hash;
    hash.add("a");
    hash.add("");
    hash.add("bc", 2);
    EXPECT_EQ("sha256:" + hexadecimal(hash.digest()), hashOf("abc"));
}

} // namespace
} // namespace trutina::engine
