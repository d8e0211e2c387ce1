// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/engine.h"
#include "engine/api/error.h"
#include "tests/support/golden.h"

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace trutina::engine {
namespace {

/// Opens the library as app/services does. This test links no part of the engine, so whatever crosses the border crosses it for
/// real.
class EngineLibrary : public ::testing::Test {
  protected:
    void SetUp() override {
        m_library = dlopen(TRUTINA_ENGINE_LIBRARY, RTLD_NOW | RTLD_LOCAL);
        ASSERT_NE(m_library, nullptr) << dlerror();
        m_factory = reinterpret_cast<EngineFactory>(dlsym(m_library, kFactorySymbol));
        ASSERT_NE(m_factory, nullptr);
        m_engine.reset(m_factory(kInterfaceVersion));
        ASSERT_NE(m_engine, nullptr);
    }
    std::unique_ptr<RewardModel> load(const std::string& checkpoint) const {
        LoadOptions options;
        options.directory = testing::goldenFile("checkpoints/" + checkpoint);
        return m_engine->loadModel(options, {}, {});
    }
    static ScoreRequest question(const std::string& image) {
        ScoreRequest request;
        request.conversation.messages = {{"user", "What is in the picture?"}};
        request.conversation.media = {{testing::goldenFile("media/" + image)}};
        request.conversation.candidates = {{{{"assistant", "A red car."}}, {}},
                                           {{{"assistant", "A blue circle on a field."}}, {}}};
        return request;
    }
    void* m_library = nullptr; // never closed: LibTorch's threads outlive a test
    EngineFactory m_factory = nullptr;
    std::unique_ptr<Engine> m_engine;
};

TEST_F(EngineLibrary, ExportsItsFactoryAndNothingElse) {
    FILE* pipe = popen("nm -D --defined-only " TRUTINA_ENGINE_LIBRARY, "r");
    ASSERT_NE(pipe, nullptr);
    std::string listing;
    char buffer[512];
    while (std::fgets(buffer, sizeof buffer, pipe) != nullptr) {
        listing += buffer;
    }
    ASSERT_EQ(pclose(pipe), 0);
    EXPECT_EQ(std::count(listing.begin(), listing.end(), '\n'), 1) << listing;
    EXPECT_NE(listing.find(kFactorySymbol), std::string::npos);
}

TEST_F(EngineLibrary, RefusesAnotherInterfaceVersion) {
    EXPECT_EQ(m_factory(kInterfaceVersion + 1), nullptr);
}

TEST_F(EngineLibrary, ItsFailuresAndCancellationsAreCaughtByTheHost) {
    try {
        LoadOptions options;
        options.directory = "/nowhere/model";
        (void)m_engine->loadModel(options, {}, {});
        FAIL() << "a folder that is not there was loaded";
    } catch (const Failure& failure) {
        EXPECT_FALSE(failure.error().code.empty());
        EXPECT_NE(failure.error().code, "engine.internal");
    }
    std::stop_source source;
    source.request_stop();
    LoadOptions options;
    options.directory = testing::goldenFile("checkpoints/pico");
    EXPECT_THROW((void)m_engine->loadModel(options, source.get_token(), {}), Cancelled);
}

TEST_F(EngineLibrary, NamesEveryDeviceAndRefusesWhatIsNotThere) {
    const auto devices = m_engine->devices();
    ASSERT_FALSE(devices.empty());
    EXPECT_TRUE(devices.front().available);
    EXPECT_GT(devices.front().memoryBytes, 0);
    for (const auto& device : devices) {
        EXPECT_NE(device.available, !device.reason.empty()) << device.name;
        if (!device.available) {
            LoadOptions options;
            options.directory = testing::goldenFile("checkpoints/pico");
            options.device = device.choice;
            EXPECT_THROW((void)m_engine->loadModel(options, {}, {}), Failure);
        }
    }
}

TEST_F(EngineLibrary, LoadsEveryFormOfCheckpointAndSaysWhatItIs) {
    for (const std::string checkpoint : {"nano", "mini", "pico"}) {
        const auto model = load(checkpoint);
        EXPECT_EQ(model->info().name, checkpoint);
        EXPECT_EQ(model->info().computeType, "float32");
        EXPECT_FALSE(model->info().computeTypeReason.empty());
        EXPECT_EQ(model->info().hash.rfind("sha256:", 0), 0U);
        EXPECT_EQ(model->info().engineVersion, m_engine->version());
        EXPECT_FALSE(model->info().inspection.trained);
        const auto inspection = m_engine->inspectModel(testing::goldenFile("checkpoints/" + checkpoint));
        EXPECT_TRUE(inspection.isComplete());
        EXPECT_GT(inspection.estimatedMemoryBytes, inspection.weightBytes);
    }
}

TEST_F(EngineLibrary, EncodesTextWithoutAModel) {
    for (const char* name : {"checkpoints/pico", "checkpoints/pico/tokenizer.model"}) {
        const auto encoder = m_engine->loadTextEncoder(testing::goldenFile(name));
        EXPECT_EQ(encoder->encode("Hello, world!", true).ids, (std::vector<std::int32_t>{1, 9843, 328, 2028, 346}));
        Conversation chat;
        chat.messages = {{"user", "Hi"}};
        chat.candidates = {{{{"assistant", "Hello!"}}, {}}};
        EXPECT_EQ(encoder->encodeChat(chat).ids, (std::vector<std::int32_t>{1, 92543, 1008, 364, 13195, 92542, 364, 92543, 525,
                                                                            11353, 364, 9843, 346, 92542, 364, 2, 92527}));
    }
}

TEST_F(EngineLibrary, ReportsRisingProgressAndRealStatistics) {
    const auto model = load("mini");
    double last = 0;
    int reports = 0;
    const auto result = model->score(question("landscape.jpg"), {}, [&](const Progress& progress) {
        EXPECT_GE(progress.fraction, last);
        last = progress.fraction;
        ++reports;
    });
    EXPECT_EQ(last, 1);
    EXPECT_GT(reports, 6);
    const auto& s = result.statistics;
    EXPECT_GT(s.decodeSeconds, 0);
    EXPECT_GT(s.visionSeconds, 0);
    EXPECT_GT(s.prefixSeconds, 0);
    EXPECT_GT(s.candidateSeconds, 0);
    EXPECT_GE(s.totalSeconds, s.decodeSeconds + s.visionSeconds + s.prefixSeconds + s.candidateSeconds);
    EXPECT_GT(s.floatingPointOperations, 1e8);
    EXPECT_GT(s.peakMemoryBytes, 50 << 20);
    EXPECT_EQ(s.mediaCacheHits, 1) << "two candidates, one picture, encoded once";
    EXPECT_EQ(s.prefixCacheHits, 1);
    auto apart = question("landscape.jpg");
    apart.options.mode = ScoringMode::Independent;
    EXPECT_GT(model->score(apart, {}, {}).statistics.floatingPointOperations, s.floatingPointOperations);
}

TEST_F(EngineLibrary, AStopRequestedWhileScoringEndsItBeforeTheNextStepAndTheModelStaysUsable) {
    const auto model = load("mini");
    const auto whole = model->score(question("landscape.jpg"), {}, {});
    int steps = 0;
    (void)model->score(question("landscape.jpg"), {}, [&](const Progress&) { ++steps; });
    for (int at = 1; at < steps; ++at) {
        std::stop_source source;
        int reports = 0;
        const auto stopAt = [&](const Progress&) {
            if (++reports == at) {
                source.request_stop();
            }
        };
        try {
            (void)model->score(question("landscape.jpg"), source.get_token(), stopAt);
            // Nothing costly follows the last step of the decoder, so the result may still come.
            EXPECT_GE(at, steps - 1) << "not cancelled";
        } catch (const Cancelled&) {
            EXPECT_LE(reports, at + 2) << "went on after step " << at; // entering a stage reports without computing
        }
    }
    EXPECT_EQ(model->score(question("landscape.jpg"), {}, {}).scores, whole.scores);
}

TEST_F(EngineLibrary, OpensVideosForWatching) {
    const auto video = m_engine->openVideo(testing::goldenFile("media/landscape.mkv"));
    EXPECT_EQ(video->facts().frames, 60);
    EXPECT_EQ(video->facts().sampled, (std::vector<std::int64_t>{0, 25, 50}));
    const VideoFrame frame = video->frame(30, 48, 48);
    EXPECT_EQ(frame.number, 30);
    EXPECT_EQ(frame.rgb.size(), 48U * 27 * 3);
    try {
        (void)video->frame(60, 48, 48);
        FAIL() << "a frame beyond the end was shown";
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.error().code, "media.no_frames");
    }
    EXPECT_THROW((void)m_engine->openVideo("/nowhere/clip.mp4"), Failure);
}

TEST_F(EngineLibrary, FrameLabelsReachTheModel) {
    const auto model = load("mini");
    ScoreRequest request = question("landscape.mkv");
    const auto labelled = model->score(request, {}, {});
    request.options.frameLabels = false;
    const auto plain = model->score(request, {}, {});
    EXPECT_EQ(labelled.imageTokens, plain.imageTokens);
    EXPECT_NE(labelled.scores, plain.scores);
}

TEST_F(EngineLibrary, ACandidateWithAPictureOfItsOwnIsScoredBesideOthers) {
    const auto model = load("mini");
    auto request = question("landscape.jpg");
    const auto plain = model->score(request, {}, {});
    request.conversation.candidates[1].media = {{testing::goldenFile("media/tiny.png")}};
    const auto mixed = model->score(request, {}, {});
    EXPECT_NEAR(mixed.scores[0], plain.scores[0], 4e-5);
    EXPECT_NE(mixed.scores[1], plain.scores[1]);
    request.options.mode = ScoringMode::Independent;
    EXPECT_NEAR(model->score(request, {}, {}).scores[1], mixed.scores[1], 4e-5);
}

} // namespace
} // namespace trutina::engine
