refusal-policy-unauthenticated = Bạn cần đăng nhập để làm việc này.
refusal-policy-denied = Bạn không có quyền làm việc này ở cơ quan này. Nếu cần, hãy hỏi người quản trị của cơ quan bạn.
