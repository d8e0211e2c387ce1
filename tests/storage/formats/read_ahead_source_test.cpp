// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/sources/read_ahead_source.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>

namespace trutina::storage {
namespace {

/// Rows of a kilobyte, as many as are wanted, then the end or a failure.
class CountingSource : public RecordSource {
  public:
    CountingSource(std::int64_t rows, std::atomic<std::int64_t>& read, bool fails = false)
        : m_rows(rows), m_read(read), m_fails(fails) {}

    std::optional<SourceRecord> next() override {
        if (m_read == m_rows) {
            return m_fails ? throw Failure("file.read", "The file ends too soon.", "Try again.") : std::nullopt;
        }
        SourceRecord record;
        record.row = ++m_read;
        record.text = std::string(1024, 'x');
        record.value = {{"row", record.row}};
        return record;
    }
    [[nodiscard]] TransferProgress progress() const override { return {m_read, m_rows}; }
    [[nodiscard]] SourceKind kind() const override { return SourceKind::Table; }
    [[nodiscard]] std::vector<std::string> columns() const override { return {"row"}; }

  private:
    std::int64_t m_rows;
    std::atomic<std::int64_t>& m_read;
    bool m_fails;
};

TEST(ReadAheadSource, GivesEveryRecordInOrder) {
    constexpr std::int64_t kRows = 5000;
    std::atomic<std::int64_t> read = 0;
    ReadAheadSource source(std::make_unique<CountingSource>(kRows, read));
    EXPECT_EQ(source.kind(), SourceKind::Table);
    EXPECT_EQ(source.columns(), std::vector<std::string>{"row"});
    for (std::int64_t row = 1; row <= kRows; ++row) {
        const auto record = source.next();
        ASSERT_TRUE(record);
        ASSERT_EQ(record->value.at("row"), row);
        ASSERT_GE(source.progress().done, row);
    }
    EXPECT_FALSE(source.next());
    EXPECT_FALSE(source.next());
    EXPECT_EQ(source.progress().done, kRows);
}

TEST(ReadAheadSource, HoldsAboutAMegabyteAndStopsWhenItGoes) {
    std::atomic<std::int64_t> read = 0;
    {
        ReadAheadSource source(std::make_unique<CountingSource>(1'000'000, read));
        ASSERT_TRUE(source.next());
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        for (std::int64_t before = -1; before != read && std::chrono::steady_clock::now() < deadline;) {
            before = read;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        EXPECT_LT(read, 2000);
    }
    EXPECT_LT(read, 2000);
}

TEST(ReadAheadSource, GivesWhatCameBeforeAFailureFirst) {
    std::atomic<std::int64_t> read = 0;
    ReadAheadSource source(std::make_unique<CountingSource>(300, read, true));
    for (int row = 0; row < 300; ++row) {
        ASSERT_TRUE(source.next());
    }
    EXPECT_THROW((void)source.next(), Failure);
}

} // namespace
} // namespace trutina::storage
