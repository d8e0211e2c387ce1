// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A data set through the real program: bounded memory, the same bytes after a kill and in parts. packaging/check-batch runs it
// with ten thousand records.
#include "tests/cli/program_test.h"
#include "tests/support/golden.h"
#include "tests/support/record_rows.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>

using namespace trutina::testing;

namespace {

int recordCount() {
    const char* const count = std::getenv("TRUTINA_BATCH_RECORDS"); // NOLINT(concurrency-mt-unsafe)
    return count != nullptr ? std::atoi(count) : 260;
}

class BatchTest : public ProgramTest {
  protected:
    BatchTest() { program = std::filesystem::path(TRUTINA_BINARY_DIR) / "bin/trutina-cli"; }

    void SetUp() override { writeRecords("in.jsonl", recordCount()); }

    void writeRecords(const std::string& name, int count) const {
        RecordRows({goldenFile("media/grey.png"), goldenFile("media/rgba.png"), goldenFile("media/square-tile.png"),
                    goldenFile("media/wide.png"), goldenFile("media/lossless.webp")})
            .write(path(name), count);
    }

    static std::vector<std::string> command(const std::string& output, const std::vector<std::string>& more = {}) {
        std::vector<std::string> arguments{"score",   "--model",  goldenFile("checkpoints/pico").string(),
                                           "--input", "in.jsonl", "--output",
                                           output,    "--quiet",  "--no-cache",
                                           "--dtype", "float32"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }

    /// Runs to the end; the peak memory of the program.
    std::int64_t finish(const std::vector<std::string>& arguments, int exitCode = 1) const {
        ProgramRun run(options(), arguments);
        EXPECT_EQ(run.wait(), exitCode) << run.errors;
        return run.peakMemoryBytes;
    }
};

} // namespace

TEST_F(BatchTest, AKilledRunIsResumedToTheSameBytes) {
    const auto start = std::chrono::steady_clock::now();
    const std::int64_t memory = finish(command("whole.jsonl"));
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const std::string whole = readText(path("whole.jsonl"));
    ASSERT_EQ(linesOf(whole).size(), static_cast<std::size_t>(recordCount()));
    std::printf("%d records in %.1f s with start-up, %.0f a second, %lld MiB at most\n", recordCount(), seconds,
                recordCount() / seconds, static_cast<long long>(memory >> 20));

    const auto seed = std::random_device()();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (const int part : {10, 50, 80}) { // of a hundred, give or take: the moment is anybody's
        const auto bytes = whole.size() * static_cast<std::size_t>(part) / 100 + random() % (whole.size() / 10);
        ProgramRun killed(options(), command("out.jsonl"));
        std::error_code absent;
        for (std::uintmax_t size = 0; size < bytes; size = std::filesystem::file_size(path("out.jsonl.part"), absent)) {
            if (absent) {
                size = 0;
            }
            ASSERT_FALSE(std::filesystem::exists(path("out.jsonl"))) << "it came to its end unharmed";
            usleep(1000);
        }
        killed.kill();
        EXPECT_EQ(killed.wait(), -SIGKILL);
        const auto kept = readText(path("out.jsonl.part"));
        writeText(path("out.jsonl.part"), kept.substr(0, kept.size() - random() % 5)); // the last line may be there by half
        (void)finish(command("out.jsonl", {"--resume"}));
        EXPECT_TRUE(readText(path("out.jsonl")) == whole) << "resumed after " << linesOf(kept).size() << " records";
        std::filesystem::remove(path("out.jsonl"));
    }
}

TEST_F(BatchTest, TheOutputsOfPartsAreTheOutputOfTheWhole) {
    (void)finish(command("whole.jsonl"));
    std::string joined;
    for (const std::string part : {"1/3", "2/3", "3/3"}) {
        (void)finish(command("part.jsonl", {"--shard", part}));
        const std::string text = readText(path("part.jsonl"));
        EXPECT_GE(linesOf(text).size(), 64U);
        joined += text;
        std::filesystem::remove(path("part.jsonl"));
    }
    EXPECT_TRUE(joined == readText(path("whole.jsonl")));
}

TEST_F(BatchTest, ARunDoesNotGrowWithItsInput) {
    writeRecords("few.jsonl", recordCount() / 10);
    auto few = command("few.out");
    few[4] = "few.jsonl";
    ProgramRun first(options(), few);
    (void)first.wait();
    const auto all = finish(command("all.out"));
    std::printf("%lld MiB for %d records, %lld MiB for %d\n", static_cast<long long>(first.peakMemoryBytes >> 20),
                recordCount() / 10, static_cast<long long>(all >> 20), recordCount());
    // A full block and the pictures that are read ahead may be missing from the short run, but not more.
    EXPECT_LT(all, first.peakMemoryBytes + (std::int64_t{48} << 20));
}

TEST_F(BatchTest, ARecordFromAPipeIsAnsweredBeforeTheNextOneComes) {
    auto open = options(record("a"));
    open.keepInputOpen = true;
    ProgramRun run(open, {"score", "--model", goldenFile("checkpoints/pico").string(), "--quiet", "--no-cache"});
    ASSERT_TRUE(run.waitForText(R"("id":"a")")) << run.errors;
    run.writeInput(record("b") + record("c"));
    ASSERT_TRUE(run.waitForText(R"("id":"c")")) << run.errors;
    EXPECT_EQ(run.wait(), 0) << run.errors;
}
