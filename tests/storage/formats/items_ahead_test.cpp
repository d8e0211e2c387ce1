// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/items_ahead.h"
#include "storage/records/error.h"
#include "tests/support/project_fixture.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

namespace trutina::storage {
namespace {

/// Items of a kilobyte, as many as are wanted, then the end or a failure. Those of `temporary` have media that go with the next
/// one.
class CountingReader : public ItemReader {
  public:
    struct Shape {
        std::int64_t items = 0;
        bool fails = false;
        bool temporary = false;
        std::chrono::milliseconds each = {}; ///< how long an item takes
    };
    CountingReader(Shape shape, std::atomic<std::int64_t>& read) : m_shape(shape), m_read(read) {}

    std::optional<NewItem> next(TransferReport& report) override {
        if (m_read == m_shape.items) {
            return m_shape.fails ? throw Failure("file.read", "The file ends too soon.", "Try again.") : std::nullopt;
        }
        std::this_thread::sleep_for(m_shape.each);
        NewItem item = testing::textItem(std::string(300, 'x'));
        item.externalId = std::to_string(++m_read);
        item.media = {{"picture.png", MediaReading::Image, m_shape.temporary}};
        report.read = m_read;
        return item;
    }
    [[nodiscard]] TransferProgress progress() const override { return {m_read, m_shape.items}; }

  private:
    Shape m_shape;
    std::atomic<std::int64_t>& m_read;
};

ItemsAhead ahead(CountingReader::Shape shape, std::atomic<std::int64_t>& read) {
    return ItemsAhead(std::make_unique<CountingReader>(shape, read));
}

TEST(ItemsAhead, GivesEveryItemInOrderAndThenTheReport) {
    constexpr std::int64_t kItems = 5000;
    std::atomic<std::int64_t> read = 0;
    ItemsAhead items = ahead({.items = kItems}, read);
    EXPECT_EQ(items.progress().total, kItems);
    for (std::int64_t number = 1; number <= kItems; ++number) {
        const auto item = items.next();
        ASSERT_TRUE(item);
        ASSERT_EQ(item->externalId, std::to_string(number));
        ASSERT_GE(items.progress().done, number);
        ASSERT_EQ(items.recordsRead(), items.progress().done);
    }
    EXPECT_FALSE(items.next());
    EXPECT_FALSE(items.next());
    EXPECT_EQ(items.report().read, kItems);
}

TEST(ItemsAhead, HoldsAboutAMegabyteAndStopsWhenItGoes) {
    std::atomic<std::int64_t> read = 0;
    {
        ItemsAhead items = ahead({.items = 1'000'000}, read);
        ASSERT_TRUE(items.next());
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        for (std::int64_t before = -1; before != read && std::chrono::steady_clock::now() < deadline;) {
            before = read;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        EXPECT_LT(read, 3000);
    }
    EXPECT_LT(read, 3000);
}

TEST(ItemsAhead, GivesAtOnceWhatIsWaitedFor) {
    std::atomic<std::int64_t> read = 0;
    ItemsAhead items = ahead({.items = 64, .each = std::chrono::milliseconds(20)}, read);
    ASSERT_TRUE(items.next());
    EXPECT_LT(read, 16);
    EXPECT_LT(items.recordsRead(), 16);
}

TEST(ItemsAhead, GivesWhatCameBeforeAFailureFirst) {
    std::atomic<std::int64_t> read = 0;
    ItemsAhead items = ahead({.items = 300, .fails = true}, read);
    for (int item = 0; item < 300; ++item) {
        ASSERT_TRUE(items.next());
    }
    EXPECT_THROW((void)items.next(), Failure);
}

TEST(ItemsAhead, LetsNoTemporaryMediumGoWhileItIsNeeded) {
    std::atomic<std::int64_t> read = 0;
    ItemsAhead items = ahead({.items = 50, .temporary = true}, read);
    for (std::int64_t number = 1; number <= 50; ++number) {
        ASSERT_TRUE(items.next());
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        ASSERT_EQ(read, number);
    }
    EXPECT_FALSE(items.next());
}

} // namespace
} // namespace trutina::storage
