// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/media_store/media_store.h"
#include "storage/media_store/sha256.h"
#include "tests/support/project_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace trutina::storage;
using namespace trutina::testing;

namespace {

struct StoreFixture {
    TemporaryDirectory folder;
    MediaStore store{folder.path(), folder.path() / "x-media"};
    std::filesystem::path picture = folder.path() / "Picture.PNG";
    StoreFixture() { writeFile(picture, "abc"); }
};

// FIPS 180-2, appendix B.1
constexpr const char* kHashOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

MediaKind kindOf(const std::string& start) {
    return mediaKindOf(std::as_bytes(std::span(start)));
}

} // namespace

TEST(Sha256, GivesThePublishedSums) {
    Sha256 empty;
    EXPECT_EQ(hexadecimal(empty.digest()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    Sha256 pieces;
    pieces.add("a");
    pieces.add("bc");
    EXPECT_EQ(hexadecimal(pieces.digest()), kHashOfAbc);
}

TEST(MediaStore, CopiesOnceUnderTheNameOfTheHash) {
    StoreFixture fixture;
    const StoredMedia media = fixture.store.put(fixture.picture, MediaPolicy::Copy);
    EXPECT_EQ(media.path, (std::filesystem::path("ba") / kHashOfAbc).replace_extension("png"));
    EXPECT_EQ(fixture.store.state(media), MediaState::Present);
    EXPECT_EQ(fixture.store.put(fixture.picture, MediaPolicy::Copy), media);
    int files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(fixture.store.folder())) {
        files += entry.is_regular_file() ? 1 : 0;
    }
    EXPECT_EQ(files, 1);
}

TEST(MediaStore, TouchedFileWithTheSameBytesIsPresent) {
    StoreFixture fixture;
    const StoredMedia media = fixture.store.put(fixture.picture, MediaPolicy::Reference);
    std::filesystem::last_write_time(fixture.picture, std::filesystem::last_write_time(fixture.picture) + std::chrono::hours(1));
    EXPECT_EQ(fixture.store.state(media), MediaState::Present);
    writeFile(fixture.picture, "abd");
    std::filesystem::last_write_time(fixture.picture, std::filesystem::last_write_time(fixture.picture) + std::chrono::hours(2));
    EXPECT_EQ(fixture.store.state(media), MediaState::Changed);
}

TEST(MediaStore, AddingAgainHealsADamagedCopy) {
    StoreFixture fixture;
    const StoredMedia media = fixture.store.put(fixture.picture, MediaPolicy::Copy);
    writeFile(fixture.store.locate(media), "damaged");
    EXPECT_EQ(fixture.store.state(media), MediaState::Changed);
    EXPECT_EQ(fixture.store.verify(fixture.store.put(fixture.picture, MediaPolicy::Copy)), MediaState::Present);
}

TEST(MediaStore, ReferenceInsideTheProjectFolderMovesWithIt) {
    StoreFixture fixture;
    EXPECT_EQ(fixture.store.put(fixture.picture, MediaPolicy::Reference).path, "Picture.PNG");
    const TemporaryDirectory elsewhere;
    writeFile(elsewhere.path() / "b.png", "b");
    EXPECT_EQ(fixture.store.put(elsewhere.path() / "b.png", MediaPolicy::Reference).path, (elsewhere.path() / "b.png").string());
}

TEST(MediaStore, RefusesWhatIsNotAFile) {
    StoreFixture fixture;
    EXPECT_EQ(failureCodeOf([&] { fixture.store.put(fixture.folder.path(), MediaPolicy::Copy); }), "media.not_found");
    EXPECT_EQ(failureCodeOf([&] { fixture.store.put(fixture.folder.path() / "absent", MediaPolicy::Copy); }), "media.not_found");
}

TEST(MediaStore, NamesOrphansAndLeavesThem) {
    StoreFixture fixture;
    const StoredMedia media = fixture.store.put(fixture.picture, MediaPolicy::Copy);
    EXPECT_TRUE(fixture.store.orphans([](const std::string& hash) { return hash == kHashOfAbc; }).empty());
    EXPECT_THAT(fixture.store.orphans([](const std::string&) { return false; }),
                testing::ElementsAre(fixture.store.locate(media)));
    EXPECT_EQ(fixture.store.state(media), MediaState::Present);
}

TEST(MediaKind, TellsVideosFromStillPictures) {
    EXPECT_EQ(kindOf(std::string("\0\0\0\x20"
                                 "ftypisom",
                                 12)),
              MediaKind::Video);
    EXPECT_EQ(kindOf(std::string("\0\0\0\x20"
                                 "ftypavif",
                                 12)),
              MediaKind::Image);
    EXPECT_EQ(kindOf("\x1A\x45\xDF\xA3"), MediaKind::Video);
    EXPECT_EQ(kindOf("RIFF1234AVI "), MediaKind::Video);
    EXPECT_EQ(kindOf("RIFF1234WEBP"), MediaKind::Image);
    EXPECT_EQ(kindOf("GIF89a"), MediaKind::Image);
    EXPECT_EQ(kindOf(""), MediaKind::Image);
}
