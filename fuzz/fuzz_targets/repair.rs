#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Some(run) = tizim_fuzz::target("repair") {
        run(data);
    }
});
